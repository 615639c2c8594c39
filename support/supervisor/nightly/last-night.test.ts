import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { writeNightFile } from '../../recovery/run/night-file';
import { lastNight } from './last-night';
import type { Place } from './night-order';

describe('nights in the reports folder', () => {
  let reports: string;
  beforeEach(() => (reports = mkdtempSync(join(tmpdir(), 'nights-'))));
  afterEach(() => rmSync(reports, { recursive: true }));

  const order: readonly Place[] = ['a', 'b', 'c'].map((id) => ({ id, digest: `of ${id}`, because: 'drawn' }));
  const drill = (id: string, result: string): object => ({
    ...{ drill: id, title: id, location: '', folder: id, result, reason: '' },
    ...{ cucumber: { status: 'passed', message: '' }, phases: [], verdicts: [], requests: {} },
    ...{ standIns: [], versions: {}, errors: [] },
  });
  const run = (name: string, environment: string, drills: readonly object[] | undefined): void => {
    const folder = join(reports, name);
    mkdirSync(folder);
    writeNightFile(folder, { environment, seed: 1, order: [...order] });
    if (drills === undefined) return;
    const facts = { version: 1, run: name, environment, seed: 1, startedAt: '', endedAt: '', result: 'met' };
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...facts, notes: [], drills }));
  };

  it('gives what the newest one of the environment came to; what it did not come to is unknown', () => {
    run('20261124T010000Z-seed1', 'staging', [drill('a', 'met'), drill('b', 'met'), drill('c', 'met')]);
    run('20261125T010000Z-seed1', 'staging', [drill('a', 'missed'), drill('b', 'met')]);
    run('20261126T010000Z-seed1', 'staging-2', []);
    run('20261127T010000Z-seed1', 'staging', undefined);
    mkdirSync(join(reports, '20261128T010000Z-seed1'));
    writeFileSync(join(reports, '20261128T010000Z-seed1', 'night.json'), '{"version": 1, "env');
    assert.deepEqual(
      [...lastNight(reports, 'staging')],
      [
        ['a', { digest: 'of a', result: 'missed' }],
        ['b', { digest: 'of b', result: 'met' }],
        ['c', { digest: 'of c', result: 'unknown' }],
      ],
    );
  });

  it('gives nothing where there was none', () => {
    assert.equal(lastNight(reports, 'staging').size, 0);
    assert.equal(lastNight(join(reports, 'missing'), 'staging').size, 0);
  });
});
