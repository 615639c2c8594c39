import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redactInPlace } from './redact-in-place';
import { redactedValue } from './redacted-value';
import { createRedactor } from './redactor';

const secret = '\\"8d777f385d3dfec8815d20f7496026dc';
const redact = createRedactor([{ name: 'a', value: secret }]);

void test('a value is redacted before it is serialised, so that whole JSON without the secret comes of it', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constant(secret),
    fc.string().map((text) => `${text}${secret}`),
  );
  fc.assert(
    fc.property(
      fc.dictionary(texts, fc.oneof(texts, fc.array(texts), fc.record({ deep: texts }))),
      (value) => {
        const text = JSON.stringify(redactedValue(value, redact));
        assert.ok(!text.includes(secret.slice(2)), text);
      },
    ),
  );
});

void test('what holds no secret is the same object, with everything that is no text as it was', () => {
  const value = {
    at: 1.5,
    ok: true,
    nothing: null,
    absent: undefined,
    when: new Date(0),
    list: ['x', { y: 'z' }],
  };
  assert.equal(redactedValue(value, redact), value);
});

void test('a secret is taken out of keys, too', () => {
  assert.deepEqual(redactedValue({ [secret]: 1 }, redact), { '[redacted: a]': 1 });
});

void test('an error loses its secrets wherever they hang, and stays the error that it is', () => {
  const cause = Object.assign(new TypeError(`wrong: ${secret}`), { result: { stderr: [`said ${secret}`] } });
  const error = new AggregateError([new Error(secret)], `two: ${secret}`, { cause });
  Object.assign(error, { itself: error });
  redactInPlace(error, redact);
  assert.equal(error.message, 'two: [redacted: a]');
  assert.match(error.stack ?? '', /^AggregateError: two: \[redacted: a\]\n {4}at /);
  assert.equal((error.errors[0] as Error).message, '[redacted: a]');
  assert.equal(cause.message, 'wrong: [redacted: a]');
  assert.deepEqual(cause.result, { stderr: ['said [redacted: a]'] });
});

void test('what cannot be changed is passed over', () => {
  const frozen = Object.freeze({ text: secret });
  redactInPlace({ frozen, bytes: Buffer.from(secret) }, redact);
  assert.equal(frozen.text, secret);
});
