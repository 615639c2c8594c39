import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { seconds } from '../../drill/time';
import type { AnyAction } from '../actions/action';
import type { ActionContext } from '../actions/context';
import { followForOperator, runbookNamed, type OperationOptions } from './operation';
import type { FilledRunbook } from './runbook';

const folder = mkdtempSync(join(tmpdir(), 'firedrill-operation-'));
after(() => rmSync(folder, { recursive: true }));

const undone: string[] = [];
const action = (name: string, run: (context: ActionContext) => string): AnyAction => ({
  name,
  problems: () => [],
  commands: () => [],
  run: async (_, context) => run(context),
});
const actions = new Map(
  [
    action('make', ({ keep, undoAtEnd, snapshotTags }) => {
      keep('note', 'made');
      undoAtEnd('vol-1', async () => void undone.push('vol-1'));
      return `made with ${JSON.stringify(snapshotTags)}`;
    }),
    action('fail', () => {
      throw new Error('it did not come about');
    }),
  ].map((each) => [each.name, each]),
);
const runbook = (...names: readonly string[]): FilledRunbook => ({
  ...{ id: 'x', title: 'do it', preconditions: [] },
  steps: names.map((name) => ({
    ...{ title: name, action: name, target: 'mysql', parameters: {}, expected: '', undo: '' },
    budget: seconds(5),
  })),
});
const followed = (steps: FilledRunbook, name: string) =>
  followForOperator({
    ...{ runbook: steps, actions, ports: {} as OperationOptions['ports'], folder: join(folder, name) },
    ...{ progress: () => undefined, signal: new AbortController().signal },
  });

void test('what an operation makes stays, is not marked as a drill’s, and its record is kept for its owner only', async () => {
  const { failure, left, record } = await followed(runbook('make'), 'good');
  assert.deepEqual([failure, left, undone], [undefined, [], []]);
  assert.equal(record.steps[0]?.observed, 'made with {}');
  const written = join(folder, 'good', 'runbook.json');
  assert.deepEqual(JSON.parse(readFileSync(written, 'utf8')), record);
  assert.equal(statSync(written).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(folder, 'good', 'note'), 'utf8'), 'made');
});

void test('what one that failed may have left is named and not undone; the steps after it are not run', async () => {
  const { failure, left, record } = await followed(runbook('make', 'fail', 'make'), 'bad');
  assert.match(failure?.message ?? '', /step 2 of "do it" failed \(fail\): it did not come about/);
  assert.deepEqual([left, undone], [['vol-1'], []]);
  assert.deepEqual(
    record.steps.map(({ outcome }) => outcome),
    ['succeeded', 'failed', 'not-run'],
  );
});

void test('a runbook of the checkout is filled in, and refuses parameters that it does not take', () => {
  const root = join(__dirname, '../../..');
  assert.throws(
    () => runbookNamed(root, 'restore-to-an-archive', { from: 'cloud' }, new Map()),
    /action ".*" is unknown/,
  );
});
