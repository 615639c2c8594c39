import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openJournal } from '../../drill/journal/journal';
import { journalFile } from '../../recovery/run/journal-file';
import { waitingRuns } from '../publication/waiting-runs';
import { expiredRuns } from './expired-runs';

describe('runs that are older than they are kept', () => {
  let reports: string;
  const now = new Date('2026-11-27T04:00:00Z');
  beforeEach(() => (reports = mkdtempSync(join(tmpdir(), 'expired-'))));
  afterEach(() => rmSync(reports, { recursive: true }));

  /** A run that began so many days ago. */
  const run = (daysAgo: number, { environment = 'staging', closed = true } = {}): string => {
    const begun = new Date(now.getTime() - daysAgo * 86_400_000);
    const name = `${begun.toISOString().replace(/[-:]|\.\d+/g, '')}-seed1`;
    const folder = join(reports, name);
    mkdirSync(folder);
    const journal = openJournal(journalFile(folder), { now: () => begun });
    const supervisor = { pid: 1, started: '1' };
    journal.append({ type: 'run-opened', run: name, environment, seed: 1, supervisor });
    if (closed) journal.append({ type: 'run-closed', result: 'met' });
    journal.close();
    return name;
  };
  const expired = (days: number): readonly string[] =>
    expiredRuns(reports, 'staging', days, now).map((folder) => basename(folder));

  it('are those that ended in order; one that is open, damaged or of another environment stays', () => {
    const old = [run(40), run(31)];
    run(50, { closed: false });
    run(45, { environment: 'staging-2' });
    appendFileSync(journalFile(join(reports, run(35))), 'no line of a journal\n');
    mkdirSync(join(reports, 'notes'));
    run(29);
    run(1);
    assert.deepEqual(expired(30), old);
  });

  it('are never the newest, however old it is', () => {
    const older = run(400);
    run(300);
    assert.deepEqual(expired(30), [older]);
  });

  it('are none that wait to be published, until they are', () => {
    const old = join(reports, run(40));
    run(1);
    const place = { baseUrl: 'https://wiki.test', spaceKey: 'OPS', parent: '1', environment: 'staging' };
    const waiting = waitingRuns(reports, place);
    waiting.add(old, now);
    assert.deepEqual(expired(30), []);
    waiting.done(old);
    assert.deepEqual(expired(30), [basename(old)]);
  });

  it('are none where nothing was run', () => {
    assert.deepEqual(expired(30), []);
    assert.deepEqual(expiredRuns(join(reports, 'missing'), 'staging', 30, now), []);
  });
});
