import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { beginning, type DrillProgress, type RunProgress } from './run-progress';
import { timeText, viewLines, type Window } from './view-lines';

const wide: Window = { columns: 100, rows: 40, colours: false };
const drill: DrillProgress = {
  ...{ drill: 'jira-is-killed', title: 'Jira is killed under load', rtoMs: 7_200_000 },
  steps: [
    { title: 'Look at the unit', budgetMs: 10_000 },
    { title: 'Start the application', budgetMs: 60_000 },
  ],
  ...{ last: 'step-started', since: 88_000, step: 2, broken: 60_000 },
};
const night: RunProgress = {
  ...beginning({
    ...{ run: '20261127T010000Z-seed7', environment: 'staging' },
    ...{ began: 0, until: 600_000, total: 177 },
  }),
  judged: { met: 10, missed: 1, unknown: 1 },
  drills: [drill],
};

void test('what goes on, each budget and the verdicts so far are lines', () => {
  assert.deepEqual(viewLines(night, 118_000, wide), [
    '12 of 177 judged: 10 met, 1 missed, 1 unknown; 165 left | staging | 20261127T010000Z-seed7',
    'night     [###-----------------]  1 min 58 s of 10 min',
    'drill     jira-is-killed: Jira is killed under load',
    'now       step 2 of 2: Start the application',
    'step      [##########----------]  30 s of 1 min',
    'recovery  [--------------------]  58 s of 2 h',
  ]);
});

void test('a budget that is used up says so', () => {
  const [, , , , step] = viewLines(night, 200_000, wide);
  assert.equal(step, 'step      [####################]  1 min 52 s of 1 min, over');
});

void test('between the steps it says in words what is waited for, and how long people could not work', () => {
  const then = (change: Partial<DrillProgress>): readonly string[] =>
    viewLines({ ...night, drills: [{ ...drill, step: undefined, ...change }] }, 118_000, wide).slice(3);
  assert.deepEqual(then({ last: 'injected', since: 60_000 }), [
    'now       it is broken: waits until somebody notices, 58 s',
    'recovery  [--------------------]  58 s of 2 h',
  ]);
  assert.deepEqual(then({ last: 'ending', since: 110_000, recoveredMs: 8300 }), [
    'now       ends the load, reads all back, and resets, 8 s',
    'recovered in 8 s of 2 h',
  ]);
  assert.deepEqual(then({ last: 'declared', since: 110_000, rtoMs: undefined }), [
    'now       the runbook is taken up, 8 s',
    'operation 58 s so far',
  ]);
});

void test('no line is as wide as its window, and in a narrow one there are no bars', () => {
  for (let columns = 1; columns <= 130; columns += 1) {
    const lines = viewLines(night, 118_000, { ...wide, columns, colours: true });
    const widths = lines.map((line) => stripVTControlCharacters(line).length);
    assert.ok(
      widths.every((width) => width < Math.max(2, columns)),
      `${String(columns)}: ${widths.join()}`,
    );
    if (columns < 60) assert.ok(!lines.some((line) => line.includes('[#')), lines.join('\n'));
  }
});

void test('in a low window what is most to be known is left', () => {
  const lines = viewLines(night, 118_000, { ...wide, rows: 6 });
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? '', /^12 of 177 judged/);
  assert.equal(viewLines(night, 118_000, { ...wide, rows: 1 }).length, 1);
});

void test('colours say nothing that the words do not', () => {
  const lines = viewLines(night, 118_000, { ...wide, colours: true });
  assert.ok(lines[0]?.includes('\u001b[31m1 missed\u001b[39m'), lines[0]);
  assert.deepEqual(
    lines.map((line) => stripVTControlCharacters(line)),
    viewLines(night, 118_000, wide),
  );
});

void test('without a budget, and without knowing how many drills there are, it says what is known', () => {
  const storm = { ...night, until: undefined, total: undefined, drills: [] };
  assert.deepEqual(viewLines(storm, 3_725_000, wide), [
    '12 judged: 10 met, 1 missed, 1 unknown | staging | 20261127T010000Z-seed7',
    'run       1 h 2 min so far',
    'now       no drill is under way',
  ]);
});

void test('times are whole seconds below an hour, and minutes from there on', () => {
  assert.deepEqual([0, 999, 61_000, 120_000, 3_600_000, 7_380_000].map(timeText), [
    '0 s',
    '0 s',
    '1 min 1 s',
    '2 min',
    '1 h',
    '2 h 3 min',
  ]);
});
