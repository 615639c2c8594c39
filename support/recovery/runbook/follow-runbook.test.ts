import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClock } from '../../drill/clock';
import { milliseconds, seconds, type Milliseconds } from '../../drill/time';
import type { TimelineEvent } from '../../drill/timeline';
import type { AnyAction } from '../actions/action';
import { followRunbook } from './follow-runbook';
import type { FilledRunbook, RunbookStep } from './runbook';

type Run = (signal: AbortSignal) => Promise<string>;

const follow = async (
  runs: Readonly<Record<string, Run>>,
  budget: Milliseconds = seconds(5),
  signal?: AbortSignal,
  /** The index from which there is a way back, whose steps are the last `of` of them. */
  back?: { readonly from: number; readonly of: number },
) => {
  const actions = new Map(
    Object.entries(runs).map(([name, run]): [string, AnyAction] => [
      name,
      {
        name,
        problems: () => [],
        commands: (_, { target }) => [`${name} ${target}`],
        run: (_, __, limit) => run(limit),
      },
    ]),
  );
  const steps = Object.keys(runs).map((name): RunbookStep => ({
    title: `do ${name}`,
    action: name,
    target: 'jira',
    parameters: {},
    expected: 'it is done',
    budget,
    undo: 'nothing',
  }));
  const plain = { id: 'x', title: 'x', preconditions: [], steps };
  const there = steps.length - (back?.of ?? 0);
  const runbook: FilledRunbook =
    back === undefined
      ? plain
      : {
          ...plain,
          steps: steps.slice(0, there),
          wayBack: {
            from: back.from,
            runbook: { ...plain, id: 'back', title: 'back', steps: steps.slice(there) },
          },
        };
  const moments: TimelineEvent[] = [];
  const followed = await followRunbook({
    runbook,
    actions,
    context: {} as never,
    clock: startClock(),
    onMoment: (event) => moments.push(event),
    signal: signal ?? new AbortController().signal,
  });
  return { ...followed, moments };
};

const says =
  (words: string): Run =>
  () =>
    Promise.resolve(words);

void test('steps are run one after the other, and each leaves its start, its end and what it observed', async () => {
  const { record, failure, moments } = await follow({ first: says('one'), second: says('two') });
  assert.equal(failure, undefined);
  assert.deepEqual(
    record.steps.map(({ outcome, observed, commands }) => [outcome, observed, commands]),
    [
      ['succeeded', 'one', ['first jira']],
      ['succeeded', 'two', ['second jira']],
    ],
  );
  assert.deepEqual(
    moments.map(({ moment, step }) => [moment, step]),
    [
      ['step-started', 1],
      ['step-ended', 1],
      ['step-started', 2],
      ['step-ended', 2],
    ],
  );
});

void test('the first step that fails ends the runbook, and the later ones are recorded as not run', async () => {
  const { record, failure } = await follow({
    first: () => Promise.reject(new Error('no route')),
    second: () => assert.fail('must not run'),
  });
  assert.deepEqual(
    record.steps.map(({ outcome, observed }) => [outcome, observed]),
    [
      ['failed', 'no route'],
      ['not-run', 'not run, because step 1 failed'],
    ],
  );
  assert.equal(failure?.message, 'step 1 of "x" failed (do first): no route');
});

void test('a step that does not end within its budget fails, though it ignores its signal', async () => {
  const { record } = await follow({ deaf: () => new Promise(() => undefined) }, milliseconds(20));
  assert.equal(record.steps[0]?.outcome, 'failed');
  assert.equal(record.steps[0].observed, 'its budget of 0.02 s ran out');
});

void test('a step is told by its signal that its budget ran out', async () => {
  let told = false;
  await follow(
    {
      listening: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            told = true;
            reject(signal.reason as Error);
          });
        }),
    },
    milliseconds(20),
  );
  assert.ok(told);
});

void test('an interrupted drill ends the step that runs and records the others as not run', async () => {
  const interruption = new AbortController();
  const { record } = await follow(
    {
      first: () => {
        interruption.abort(new Error('interrupted by a person'));
        return new Promise(() => undefined);
      },
      second: says('never'),
    },
    seconds(5),
    interruption.signal,
  );
  assert.deepEqual(
    record.steps.map(({ outcome, observed }) => [outcome, observed]),
    [
      ['failed', 'interrupted by a person'],
      ['not-run', 'not run, because step 1 failed'],
    ],
  );
});

const fails =
  (why: string): Run =>
  () =>
    Promise.reject(new Error(why));

void test('where a step fails the way back is followed, and recorded after what was not run', async () => {
  const { record, failure, wentBackAfter } = await follow(
    { stop: says('stopped'), start: fails('ERROR'), look: says('never'), back: says('as before') },
    undefined,
    undefined,
    { from: 0, of: 1 },
  );
  assert.equal(wentBackAfter, 'do start');
  assert.match(failure?.message ?? '', /step 2 .*ERROR/);
  assert.deepEqual(
    record.steps.map(({ step, outcome, wayBack }) => [step, outcome, wayBack]),
    [
      [1, 'succeeded', undefined],
      [2, 'failed', undefined],
      [3, 'not-run', undefined],
      [4, 'succeeded', true],
    ],
  );
});

void test('before the step that begins it there is nothing to take back', async () => {
  const never: Run = () => assert.fail('must not run');
  const { record, wentBackAfter } = await follow(
    { look: fails('nobody'), stop: never, back: never },
    undefined,
    undefined,
    { from: 1, of: 1 },
  );
  assert.equal(wentBackAfter, undefined);
  assert.deepEqual(
    record.steps.map(({ outcome }) => outcome),
    ['failed', 'not-run'],
  );
});

void test('where a step of the way back fails, both failures are told, and nobody went back', async () => {
  const { failure, wentBackAfter } = await follow(
    { stop: fails('hangs'), back: fails('no dump') },
    undefined,
    undefined,
    { from: 0, of: 1 },
  );
  assert.equal(wentBackAfter, undefined);
  assert.match(failure?.message ?? '', /hangs; and on the way back, step 2 of "back" failed .*no dump/);
});

void test('who ends the whole thing does not have the way back followed', async () => {
  const ended = new AbortController();
  const { wentBackAfter, record } = await follow(
    {
      stop: () => {
        ended.abort(new Error('enough'));
        return Promise.reject(new Error('cut'));
      },
      back: () => assert.fail('must not run'),
    },
    undefined,
    ended.signal,
    { from: 0, of: 1 },
  );
  assert.equal(wentBackAfter, undefined);
  assert.equal(record.steps.length, 1);
});
