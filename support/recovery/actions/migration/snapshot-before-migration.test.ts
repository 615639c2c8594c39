import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Snapshot } from '../../../cloud/snapshots';
import { seconds } from '../../../drill/time';
import { archiveTags, consistentTag } from '../../../environment/archives';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell } from '../../../faults/fake-shell';
import type { ActionContext, RunbookFacts } from '../context';
import { snapshotBeforeMigration } from './snapshot-before-migration';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

const archiveOf = (set: string, startedAt: string): Snapshot =>
  ({
    id: `snap-${set}`,
    state: 'completed',
    startedAt,
    tags: { ...archiveTags(set, ['mysql']), [consistentTag]: 'yes', 'firedrill:instance': 'mysql' },
  }) as unknown as Snapshot;

/** A database's host that was or was not given something before, and the archives that there are. */
const before = (begun: Date | undefined, archives: readonly Snapshot[]) => {
  const facts: RunbookFacts = {};
  const frozen: string[] = [];
  const context = {
    environment,
    facts,
    snapshotTags: {},
    target: 'mysql',
    budget: seconds(5),
    host: (name: string) =>
      new FakeShell((command) => {
        if (command.includes('stat ')) return begun === undefined ? '' : String(begun.getTime() / 1000);
        frozen.push(name);
        return { code: 2, stderr: 'it is taken anew' };
      }),
    dataVolume: () => Promise.resolve({ id: 'vol-1' }),
    undoAtEnd: () => undefined,
    cloud: {
      snapshots: { find: (tags: object) => Promise.resolve(Object.keys(tags).length > 0 ? [] : archives) },
    },
  } as unknown as ActionContext;
  const run = () =>
    snapshotBeforeMigration.run({ instances: 'mysql' }, context, new AbortController().signal);
  return { run, facts, frozen };
};

const yesterday = archiveOf('archive-1', '2026-11-26T02:00:00.000Z');
const justBefore = archiveOf('archive-2', '2026-11-27T02:00:00.100Z');
const since = archiveOf('archive-3', '2026-11-27T02:05:00.000Z');

void test('before anything was brought an archive is taken, whatever others there are', async () => {
  const { run, frozen } = before(undefined, [yesterday]);
  await assert.rejects(run(), /it is taken anew/);
  assert.deepEqual(frozen.slice(0, 1), ['mysql']);
});

void test('a migration that is followed again keeps the archive of before it was begun, and takes none of what is there in part', async () => {
  const { run, facts, frozen } = before(new Date('2026-11-27T02:00:00.900Z'), [yesterday, justBefore, since]);
  assert.match(await run(), /the way back is archive-2 of 2026-11-27T02:00:00\.100Z/);
  assert.equal(facts.archive?.set, 'archive-2');
  assert.deepEqual(frozen, []);
});

void test('where no archive of before is left nothing goes on', async () => {
  const { run } = before(new Date('2026-11-27T02:00:00.900Z'), [since]);
  await assert.rejects(run(), /there is no good archive of mysql of 2026-11-27T02:00:00\.900Z or before/);
});
