import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Snapshot } from '../../../cloud/snapshots';
import type { SnapshotId } from '../../../cloud/ids';
import { seconds } from '../../../drill/time';
import { archiveTags, consistentTag } from '../../../environment/archives';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { ActionContext, RunbookFacts } from '../context';
import { snapshotDataVolumes } from './snapshot-data-volumes';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** Three hosts that come to a stand and go on again, but for what the test says, and a cloud that notes what it is told. */
const archive = (answers: Readonly<Record<string, Answer>> = {}) => {
  const done: string[] = [];
  const undo: ((signal: AbortSignal) => Promise<void>)[] = [];
  const made = new Map<string, string>();
  const facts: RunbookFacts = {};
  const context = {
    environment,
    facts,
    snapshotTags: {},
    target: 'mysql',
    budget: seconds(5),
    host: (name: string) =>
      new FakeShell((command) => {
        if (command.startsWith('df ')) return '1000 400';
        const verb = command.includes(' begin ') ? 'begin' : 'end';
        done.push(`${verb} ${name}`);
        return answers[`${verb} ${name}`] ?? 'stood still for 0.1 s';
      }),
    dataVolume: (name: string) => Promise.resolve({ id: `vol-${name}` }),
    undoAtEnd: (_: string, act: (signal: AbortSignal) => Promise<void>) => void undo.push(act),
    cloud: {
      snapshots: {
        create: (volume: string, _: string, tags: Readonly<Record<string, string>>) => {
          done.push(`snapshot ${volume}`);
          made.set(`snap-${volume}`, tags['firedrill:archive'] ?? '');
          return Promise.resolve({ id: `snap-${volume}` });
        },
        describe: (id: string) => {
          const instance = id.replace('snap-vol-', '');
          const tags = { ...archiveTags(made.get(id) ?? '', [instance]), 'firedrill:instance': instance };
          const startedAt = '2026-11-27T02:00:00.000Z';
          return Promise.resolve({ id, state: 'completed', startedAt, tags } as unknown as Snapshot);
        },
        setTags: (ids: readonly string[], tags: object) => {
          done.push(`${Object.keys(tags).join(' ')} on ${String(ids.length)}`);
          return Promise.resolve();
        },
        find: (tags: Readonly<Record<string, string>>) =>
          Promise.resolve(
            [...made].filter(([, set]) => set === tags['firedrill:archive']).map(([id]) => ({ id })),
          ),
        delete: (id: SnapshotId) => {
          made.delete(id);
          return Promise.resolve();
        },
      },
    },
  } as unknown as ActionContext;
  const run = () =>
    snapshotDataVolumes.run({ instances: 'mysql jira web' }, context, new AbortController().signal);
  const undoAll = () => Promise.all(undo.map((act) => act(new AbortController().signal)));
  return { run, done, made, facts, undoAll };
};

void test('all stand still before the first snapshot is asked for, and go on after the last', async () => {
  const { run, done, made, facts, undoAll } = archive();
  assert.match(await run(), /^archive-\w+: the data volumes of mysql, jira, web in one moment \(snap-/);
  assert.deepEqual(
    done.map((each) => each.split(' ')[0]),
    ['begin', 'begin', 'begin', 'snapshot', 'snapshot', 'snapshot', 'end', 'end', 'end', consistentTag],
    'it counts as consistent only when all had held still',
  );
  assert.equal(made.size, 3);
  assert.deepEqual([facts.archive?.good, facts.archive?.snapshots.length], [true, 3]);
  await undoAll();
  assert.equal(made.size, 0);
});

void test('where one does not come to a stand nothing is snapshotted, and the others go on', async () => {
  const { run, done, made } = archive({ 'begin jira': { code: 2, stderr: 'jira did not come to a stand' } });
  await assert.rejects(run(), /jira did not come to a stand/);
  assert.equal(made.size, 0);
  assert.ok(['end mysql', 'end web'].every((each) => done.includes(each)));
});

void test('where one had gone on by itself the set is no archive, and it is deleted', async () => {
  const { run, made, facts } = archive({
    'end jira': { code: 1, stdout: '/srv/jira went on by itself after 30.01 s' },
  });
  await assert.rejects(run(), /went on by itself/);
  assert.equal(made.size, 0);
  assert.equal(facts.archive, undefined);
});
