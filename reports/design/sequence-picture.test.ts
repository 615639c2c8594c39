import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sequencePicture } from './sequence-picture';

const lanes = ['a', 'b', 'c'].map((id) => ({ id, title: id.toUpperCase() }));

void test('rows follow each other downwards, and each arrow leads from its lane to the other', () => {
  const { svg } = sequencePicture('s', 'words', {
    lanes,
    rows: [
      { kind: 'message', from: 'a', to: 'c', text: 'ask' },
      { kind: 'message', from: 'c', to: 'a', text: 'answer', answer: true },
    ],
  });
  const lines = [
    ...svg.matchAll(
      /<line class="line" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)"[^>]*stroke-width="1.4"( stroke-dasharray)?/g,
    ),
  ];
  const heads = [...svg.matchAll(/<polygon class="head" points="([\d.]+),/g)].map(([, x]) => Number(x));
  const lifelines = [...svg.matchAll(/<line class="line" x1="([\d.]+)"[^>]*stroke-width="0.8"/g)].map(
    ([, x]) => Number(x),
  );
  assert.equal(lines.length, 2);
  assert.ok(Number(lines[0]?.[2]) < Number(lines[1]?.[2]));
  assert.deepEqual(
    lines.map((line) => line[4] !== undefined),
    [false, true],
  );
  assert.deepEqual(heads, [lifelines[2], lifelines[0]]);
});

void test('those whom a message concerns besides have a dot on its line, wherever they stand', () => {
  const { svg } = sequencePicture('s', 'words', {
    lanes,
    rows: [{ kind: 'message', from: 'b', to: 'c', also: ['a'], text: 'all' }],
  });
  const [line] = svg.matchAll(/x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)"[^>]*stroke-width="1.4"/g);
  const [dot] = svg.matchAll(/<circle class="head" cx="([\d.]+)"/g);
  assert.equal(dot?.[1], line?.[1]);
});

void test('a long text goes on in the next line, and the next row stands below it', () => {
  const text = 'word '.repeat(60);
  const { svg, width } = sequencePicture('s', 'words', {
    lanes,
    rows: [
      { kind: 'note', at: 'c', text },
      { kind: 'phase', text: 'then' },
    ],
  });
  const ys = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>(?:word|then)/g)].map(([, y]) => Number(y));
  assert.ok(ys.length > 3);
  assert.deepEqual(
    ys,
    [...ys].sort((one, other) => one - other),
  );
  assert.ok(width < 1200, String(width));
});

void test('markup in a text is text', () => {
  const { svg } = sequencePicture('s', '"<alt>', {
    lanes,
    rows: [{ kind: 'note', at: 'a', text: '<script>&' }],
  });
  assert.doesNotMatch(svg, /<script|"<alt>/);
  assert.match(svg, /&#60;script&#62;&#38;/);
});

void test('a row of nobody who takes part is refused', () => {
  assert.throws(
    () => sequencePicture('s', 'words', { lanes, rows: [{ kind: 'note', at: 'x', text: '' }] }),
    /s has no lane x; it has a, b, c/,
  );
});
