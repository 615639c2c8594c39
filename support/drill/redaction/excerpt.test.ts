import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf } from './excerpt';
import { learnSecrets } from './known-secrets';

const secret = '8d777f385d3dfec8815d20f7496026dc';
learnSecrets([{ name: 'a', value: secret }]);

void test('an excerpt shows nothing of a secret, wherever the cut runs through it', () => {
  for (let length = 1; length < 60; length += 1) {
    const excerpt = excerptOf(`said: ${secret} and more`, length);
    assert.equal(excerpt, 'said: [redacted: a] and more'.slice(0, length));
  }
});

void test('an excerpt of a long text sees a secret at its end', () => {
  assert.equal(excerptOf(`${'x'.repeat(90)}${secret}${'y'.repeat(1e6)}`, 100), `${'x'.repeat(90)}[redacted:`);
});
