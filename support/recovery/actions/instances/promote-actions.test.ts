import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell } from '../../../faults/fake-shell';
import { actions } from '../actions';
import { problemsOf } from './check-image';
import type { ActionContext, RunbookFacts } from '../context';
import { imageFindings } from './search-image';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));
const tags = {
  'firedrill:inputs': 'abc',
  'firedrill:role': 'confluence',
  'firedrill:version': '9.2.1',
};
const built = {
  id: 'ami-2',
  name: 'firedrill-confluence-9.2.1',
  state: 'available',
  createdAt: 'today',
  tags,
};

/** Confluence's instance as the cloud tells it, with actions that leave their facts for each other. */
function world({ imageId = 'ami-1', next = 'ami-1', state = 'running', there = true } = {}) {
  const facts: RunbookFacts = {};
  const replaced: unknown[] = [];
  const terminated: string[] = [];
  const toUndo: ((signal: AbortSignal) => Promise<void>)[] = [];
  const images = { now: imageId, next };
  const context = {
    environment,
    target: 'confluence',
    facts,
    budget: seconds(5),
    keep: () => undefined,
    image: (reference: string) => (reference === 'confluence-9.2.1' ? 'ami-2' : reference),
    imageOf: () => images.next,
    host: () => new FakeShell(() => undefined),
    dataVolume: () => Promise.resolve({ id: 'vol-1' }),
    cloud: {
      images: { ofEnvironment: (name: string) => Promise.resolve(name === 'images' ? [built] : []) },
      instances: {
        find: () => Promise.resolve(there ? [{ id: 'i-1', state, imageId: images.now }] : []),
        terminate: (ids: readonly string[]) => Promise.resolve(void terminated.push(...ids)),
        describe: (id: string) => Promise.resolve({ id, state: 'terminated' }),
      },
    },
    undoAtEnd: (_: string, undo: (signal: AbortSignal) => Promise<void>) => void toUndo.push(undo),
    replaceInstance: (_: string, __: AbortSignal, how: { readonly image?: string }) => {
      replaced.push(how);
      images.now = how.image ?? images.now;
      images.next = images.now;
      return Promise.resolve({ id: 'i-2' });
    },
  } as unknown as ActionContext;
  const run = (name: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> =>
    actions.get(name)?.run(parameters, context, new AbortController().signal) ?? assert.fail(name);
  const undoAll = async (): Promise<void> => {
    for (const undo of toUndo.reverse()) await undo(new AbortController().signal);
  };
  return { run, facts, replaced, terminated, undoAll };
}

void test('an image that was built here, for this role and version, is noted with the one before', async () => {
  const { run, facts } = world();
  const said = await run('check-image', { image: 'confluence-9.2.1', version: '9.2.1' });
  assert.match(said, /^ami-2 .* has confluence 9\.2\.1; confluence has ami-1$/);
  assert.deepEqual([...(facts.imagesBefore ?? [])], [['confluence', 'ami-1']]);
});

void test('an image that nobody built here, or that the instance has already, is refused, and nothing is noted', async () => {
  const { run, facts } = world();
  await assert.rejects(run('check-image', { image: 'ami-9', version: '9.2.1' }), /ami-9 was not built here/);
  const same = world({ imageId: 'ami-2' });
  await assert.rejects(
    same.run('check-image', { image: 'ami-2', version: '9.2.1' }),
    /confluence has it already/,
  );
  assert.deepEqual([facts, same.facts], [{}, {}]);
});

void test('each thing that makes an image another than the wanted one is named', () => {
  assert.deepEqual(problemsOf(built, 'confluence', '9.2.1'), []);
  assert.deepEqual(problemsOf({ state: 'pending', tags: {} }, 'confluence', '9.2.1'), [
    'it is pending',
    'nothing says what it was made of',
    'it is for the role of nobody, not confluence',
    'it brings no version that it tells, not 9.2.1',
  ]);
  assert.deepEqual(problemsOf(built, 'jira', '9.12.1'), [
    'it is for the role confluence, not jira',
    'it brings 9.2.1, not 9.12.1',
  ]);
});

void test('an instance is replaced by one of the image that it had, of another, or of the one before', async () => {
  const { run, replaced } = world();
  await run('replace-instance');
  await assert.rejects(run('replace-instance', { image: 'before' }), /no earlier step has noted the image/);
  await run('check-image', { image: 'confluence-9.2.1', version: '9.2.1' });
  await run('replace-instance', { image: 'confluence-9.2.1' });
  await run('replace-instance', { image: 'before' });
  assert.deepEqual(
    replaced.map((how) => (how as { image?: string }).image),
    [undefined, 'ami-2', 'ami-1'],
  );
});

void test('at the end of a drill an instance of another image is replaced by one of the image before', async () => {
  const promoted = world();
  await promoted.run('check-image', { image: 'confluence-9.2.1', version: '9.2.1' });
  await promoted.run('replace-instance', { image: 'confluence-9.2.1' });
  await promoted.undoAll();
  assert.deepEqual(promoted.terminated, ['i-1']);
  assert.deepEqual(promoted.replaced.at(-1), { image: 'ami-1' });
  assert.equal(promoted.replaced.length, 2);
});

void test('one that a way back has replaced already, or that has the image it had, is left alone', async () => {
  const wentBack = world();
  await wentBack.run('check-image', { image: 'confluence-9.2.1', version: '9.2.1' });
  await wentBack.run('replace-instance', { image: 'confluence-9.2.1' });
  await wentBack.run('replace-instance', { image: 'before' });
  await wentBack.undoAll();
  assert.equal(wentBack.replaced.length, 2);
  const same = world();
  await same.run('replace-instance');
  await same.undoAll();
  assert.equal(same.replaced.length, 1);
  assert.deepEqual([...wentBack.terminated, ...same.terminated], []);
});

void test('an instance must be of the image, and the next one of its name too', async () => {
  await world({ imageId: 'ami-2', next: 'ami-2' }).run('check-image-of-instance', { image: 'ami-2' });
  await assert.rejects(
    world({ imageId: 'ami-1', next: 'ami-2' }).run('check-image-of-instance', { image: 'ami-2' }),
    /is of ami-1, not of ami-2/,
  );
  await assert.rejects(
    world({ imageId: 'ami-2', next: 'ami-1' }).run('check-image-of-instance', { image: 'ami-2' }),
    /is of ami-2, but would be run anew from ami-1/,
  );
});

void test('a way back goes on where the instance is gone already, does not run, or lets nobody in', async () => {
  const gone = world({ there: false });
  assert.equal(
    await gone.run('terminate-instance', { runs: 'maybe' }),
    'confluence has no instance any more',
  );
  await assert.rejects(gone.run('terminate-instance'), /expected one running instance/);
  const pending = world({ state: 'pending' });
  await pending.run('terminate-instance', { runs: 'maybe' });
  assert.deepEqual(pending.terminated, ['i-1']);
  assert.match(await gone.run('collect-log', { answers: 'maybe' }), /^confluence gave no log: /);
  await assert.rejects(gone.run('collect-log'));
});

const GIB = 1024 ** 3;
const controls = [
  { kind: 'what was put there to be found', times: 1, at: 9 },
  { kind: 'the name of its system', times: 4, at: 5 },
];

void test('an image passes where all of it was looked at, and only what had to be found was', () => {
  assert.deepEqual(imageFindings({ bytes: GIB, found: controls }, GIB), []);
  const found = [...controls, { kind: 'the secret staging/mysql.root', times: 2, at: 7 }];
  assert.deepEqual(imageFindings({ bytes: GIB, found }, GIB), [
    'the secret staging/mysql.root is on it, 2 times, first at byte 7',
  ]);
});

void test('a search that finds not even what was put there, or that ends early, is worth nothing', () => {
  assert.deepEqual(imageFindings({ bytes: 5, found: controls.slice(1) }, GIB), [
    'only 5 of 1073741824 bytes were looked at',
    'the search is worth nothing, for it has not found what was put there to be found',
  ]);
});
