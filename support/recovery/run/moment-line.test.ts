import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnSecrets } from '../../drill/redaction/known-secrets';
import { milliseconds } from '../../drill/time';
import { momentLine } from './moment-line';

const instant = { at: milliseconds(12_340), error: milliseconds(1) };

test('a moment is told with its time and what was seen', () => {
  assert.equal(
    momentLine({ ...instant, moment: 'detected', detail: 'Jira: DOWN' }),
    '  +12.3 s  detected: Jira: DOWN',
  );
});

test('a step is told once, when it has ended, in one line that fits a terminal', () => {
  assert.equal(momentLine({ ...instant, moment: 'step-started', step: 2, detail: 'Start it' }), undefined);
  const line = momentLine({
    ...instant,
    moment: 'step-ended',
    step: 2,
    outcome: 'failed',
    detail: `a\n${'b'.repeat(300)}`,
  });
  assert.match(line ?? '', /^ {2}\+12\.3 s {2}step 2 failed: a b+…$/);
  assert.ok((line ?? '').length <= 142);
});

test('a line that is cut where a secret stands shows nothing of it', () => {
  learnSecrets([{ name: 'mysql.root', value: '8d777f385d3dfec8815d20f7496026dc' }]);
  for (let length = 80; length < 130; length += 1) {
    const detail = `${'x'.repeat(length)}8d777f385d3dfec8815d20f7496026dc`;
    assert.doesNotMatch(momentLine({ ...instant, moment: 'detected', detail }) ?? '', /8d7/);
  }
});
