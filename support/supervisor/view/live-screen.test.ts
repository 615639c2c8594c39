import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { EmulatedTerminal } from './emulated-terminal';
import { LiveScreen } from './live-screen';
import type { Window } from './view-lines';

function screen(t: TestContext, columns: number, rows: number, lines: (window: Window) => readonly string[]) {
  const terminal = new EmulatedTerminal(columns, rows);
  const live = new LiveScreen(terminal, lines);
  t.after(() => live.close());
  return { terminal, live };
}

void test('what is said goes on above the view, which is there once and goes when it is closed', async (t) => {
  let count = 0;
  const { terminal, live } = screen(t, 80, 10, () => [`${String(count)} judged`, 'now a drill']);
  for (count = 1; count <= 30; count += 1) {
    live.show();
    live.print(`line ${String(count)}\n`);
  }
  const said = Array.from({ length: 30 }, (_, index) => `line ${String(index + 1)}`);
  assert.deepEqual(await terminal.lines(), [...said, '30 judged', 'now a drill']);
  live.close();
  assert.deepEqual(await terminal.lines(), said);
});

void test('a view that becomes shorter leaves nothing of the longer one', async (t) => {
  let lines = ['one', 'two', 'three'];
  const { terminal, live } = screen(t, 80, 10, () => lines);
  live.print('said\n');
  lines = ['two'];
  live.show();
  assert.deepEqual(await terminal.lines(), ['said', 'two']);
});

void test('what is said is wrapped by the terminal and can be copied as one', async (t) => {
  const { terminal, live } = screen(t, 20, 10, () => ['view']);
  live.print('report: /srv/firedrill/reports/20261127T010000Z-seed7/index.html\n');
  assert.deepEqual(await terminal.lines(), [
    'report: /srv/firedrill/reports/20261127T010000Z-seed7/index.html',
    'view',
  ]);
});

void test('when the window becomes narrower or wider again, the view is there once and what was said is whole', async (t) => {
  const full = ['a view that is as wide as sixty columns are, and not wider', 'and a second line of it'];
  const { terminal, live } = screen(t, 70, 12, ({ columns }) =>
    full.map((line) => line.slice(0, columns - 1)),
  );
  const said = ['first', 'second', 'third'];
  for (const line of said) live.print(`${line}\n`);
  for (const columns of [50, 31, 20, 33, 80]) {
    await terminal.resize(columns, 12);
    const expected = [...said, ...full.map((line) => line.slice(0, columns - 1))];
    assert.deepEqual(await terminal.lines(), expected, `${String(columns)} columns`);
  }
});
