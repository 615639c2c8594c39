import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDisplay } from './display';
import { EmulatedTerminal } from './emulated-terminal';

/** A terminal, or what is none, whose clock stands. */
function display(isTTY: boolean, variables: NodeJS.ProcessEnv = {}) {
  const terminal = Object.assign(new EmulatedTerminal(100, 40), { isTTY });
  return { terminal, ...openDisplay(terminal, variables, () => 60_000) };
}

const facts = (environment: string) => ({ run: `run on ${environment}`, environment, total: 2 });

void test('runs side by side are seen below each other, each until it ends, and what is said goes on above them', async () => {
  const { terminal, progress, watch } = display(true);
  assert.ok(watch !== undefined);
  const one = watch(facts('staging'));
  const other = watch(facts('staging-2'));
  one.onEvent({ type: 'drill-begun', drill: 'jira', title: 'Jira is killed', rtoMs: 1, steps: [] });
  other.onEvent({ type: 'drill-judged', drill: 'web', result: 'met' });
  progress('said');
  const head = (environment: string, judged: string): string =>
    `${judged} | ${environment} | run on ${environment}`;
  const alone = [
    head('staging', '0 of 2 judged: 0 met, 0 missed, 0 unknown; 2 left'),
    'run       0 s so far',
    'drill     jira: Jira is killed',
    'now       looks whether all is well, and lets people work, 0 s',
  ];
  assert.deepEqual(await terminal.lines(), [
    ' 0:00.0  said',
    ...alone,
    head('staging-2', '1 of 2 judged: 1 met, 0 missed, 0 unknown; 1 left'),
    'run       0 s so far',
    'now       no drill is under way',
  ]);
  other.close();
  assert.deepEqual(await terminal.lines(), [' 0:00.0  said', ...alone]);
  one.close();
  progress('ended');
  assert.deepEqual(await terminal.lines(), [' 0:00.0  said', ' 0:00.0  ended']);
});

void test('the budget of a night counts from when the night was begun, not from its first drill', async () => {
  const { terminal, watch } = display(true);
  const now = Date.now();
  const night = watch?.({
    ...facts('staging'),
    since: new Date(now - 30 * 60_000),
    until: new Date(now + 30 * 60_000),
  });
  const [, budget] = await terminal.lines();
  night?.close();
  assert.match(budget ?? '', /^night {5}\[#{10}-{10}\] {2}30 min(?: \d s)? of 1 h$/);
});

void test('where there is no terminal, or one that knows lines only, nothing is watched', () => {
  assert.equal(display(false).watch, undefined);
  assert.equal(display(true, { TERM: 'dumb' }).watch, undefined);
});
