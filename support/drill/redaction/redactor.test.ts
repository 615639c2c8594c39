import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createRedactor } from './redactor';

/** What a program would do to a secret on its way; by other means than the redactor's own. */
const travels: Readonly<Record<string, (secret: string, before: string, after: string) => string>> = {
  'as it is': (secret) => secret,
  'in JSON': (secret, before) => JSON.stringify({ before, secret }),
  'in JSON within JSON': (secret) => JSON.stringify(JSON.stringify([secret])),
  'in a query': (secret) => new URLSearchParams({ password: secret }).toString(),
  'in a path': (secret) => `/login/${encodeURIComponent(secret)}/`,
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'within base64': (secret, before, after) => Buffer.from(`${before}${secret}${after}`).toString('base64'),
  'as Basic credentials': (secret, before) =>
    `Authorization: Basic ${Buffer.from(`${before}:${secret}`).toString('base64')}`,
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in capital hexadecimal': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'in XML': (secret) => `<password>${secret.replace(/[&<>"]/g, (c) => xml[c] ?? c)}</password>`,
  'in a shell word': (secret) => `mysql '-p${secret.split("'").join("'\\''")}'`,
};
const xml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What can be read out of a text again, whatever of it is base64. */
const readings = (text: string): readonly string[] => [
  text,
  ...[0, 1, 2, 3].flatMap((skip) =>
    [...text.matchAll(/[\w+/-]{8,}/g)].map(([run]) => Buffer.from(run.slice(skip), 'base64').toString()),
  ),
];

const oneOf = (characters: string) => fc.constantFrom(...characters.split(''));
const wellFormed = (text: string): boolean => Buffer.from(text).toString() === text;
// No part of a mark: what hides it cannot show it.
const secretText = fc
  .oneof(
    fc.string({ minLength: 6, maxLength: 60 }),
    fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme' }),
    fc.string({ minLength: 40, maxLength: 40, unit: oneOf('0123456789abcdef') }),
  )
  .filter(
    (text) => wellFormed(text) && new Set(text).size > 3 && !'[redacted: a] [redacted: b]'.includes(text),
  );
const anyText = fc.string({ maxLength: 80, unit: 'grapheme' }).filter(wellFormed);

void describe('a redactor', () => {
  for (const [how, travel] of Object.entries(travels)) {
    void test(`lets no secret pass ${how}, whatever is around it`, () => {
      fc.assert(
        fc.property(secretText, anyText, anyText, (secret, before, after) => {
          // What would be in the text without the secret was not given away by it.
          fc.pre(!readings(`${before}${after}`).some((text) => text.includes(secret)));
          const carried = travel(secret, before, after);
          const clean = createRedactor([{ name: 'a', value: secret }])(`${before}${carried}${after}`);
          assert.ok(clean.includes('[redacted: a]'), clean);
          for (const text of readings(clean)) assert.ok(!text.includes(secret), text);
          assert.ok(!clean.includes(carried));
        }),
        { numRuns: 300 },
      );
    });
  }

  void test('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        secretText,
        secretText,
        fc.array(fc.tuple(anyText, fc.constantFrom(...Object.values(travels)), fc.boolean()), {
          maxLength: 6,
        }),
        (one, other, parts) => {
          const redact = createRedactor([
            { name: 'a', value: one },
            { name: 'b', value: other },
          ]);
          const text = parts
            .map(([around, travel, first]) => travel(first ? one : other, around, around))
            .join(' ');
          const once = redact(text);
          assert.equal(redact(once), once);
        },
      ),
    );
  });

  void test('leaves a text alone that shares nothing with a secret', () => {
    const foreign = fc.string({ maxLength: 400, unit: oneOf('ghijk lmnop\n{}":,') });
    const secret = fc.string({ minLength: 16, maxLength: 40, unit: oneOf('0123456789') });
    fc.assert(
      fc.property(secret, foreign, (value, text) => {
        assert.equal(createRedactor([{ name: 'a', value }])(text), text);
      }),
    );
  });

  void test('leaves a text alone that shares less than 16 characters with a secret', () => {
    const value = '3f786850e387550fdab836ed7e6dc881de23001b';
    const redact = createRedactor([{ name: 'a', value }]);
    for (let at = 0; at + 15 <= value.length; at += 1) {
      const text = `commit ${value.slice(at, at + 15)} by someone`;
      assert.equal(redact(text), text);
    }
  });

  void test('takes out every piece of 16 characters, wherever a text was cut or wrapped', () => {
    const value = '3f786850e387550fdab836ed7e6dc881de23001b';
    const redact = createRedactor([{ name: 'a', value }]);
    for (let at = 0; at + 16 <= value.length; at += 1) {
      assert.equal(redact(`…${value.slice(at, at + 16)}…`), '…[redacted: a]…');
    }
  });

  void test('takes out secrets that stand one after the other, each by its name', () => {
    const [one, other] = ['8d777f385d3dfec8815d20f7496026dc', '89e6c98d92887913cadf06b2adb97f26'];
    const redact = createRedactor([
      { name: 'a', value: one },
      { name: 'b', value: other },
    ]);
    assert.equal(redact(`${one}${other}${one}`), '[redacted: a][redacted: b][redacted: a]');
  });

  void test('says that it cannot tell where two secrets share what was seen', () => {
    const [shared, rest] = ['8d777f385d3dfec8815d20f7', '496026dc'];
    const redact = createRedactor([
      { name: 'a', value: `${shared}${rest}` },
      { name: 'b', value: `${shared}xyz` },
    ]);
    assert.equal(redact(`is ${shared}!`), 'is [redacted: several secrets]!');
    assert.equal(redact(`is ${shared}${rest}!`), 'is [redacted: a]!');
  });

  void test('takes a word of a mark for a secret only outside of marks', () => {
    const redact = createRedactor([{ name: 'staging/mysql.root', value: 'staging' }]);
    const once = redact('the password is staging');
    assert.equal(once, 'the password is [redacted: staging/mysql.root]');
    assert.equal(redact(once), once);
  });

  void test('hides a secret that stands in something like a mark', () => {
    const value = '8d777f385d3dfec8815d20f7496026dc';
    const redact = createRedactor([{ name: 'a', value }]);
    assert.equal(redact(`[redacted: ${value}]`), '[redacted: [redacted: a]]');
  });

  void test('leaves of Basic credentials the user, and not one bit of the password', () => {
    const redact = createRedactor([{ name: 'a', value: '8d777f385d3dfec8815d20f7496026dc' }]);
    const basic = (user: string): string =>
      redact(Buffer.from(`${user}:8d777f385d3dfec8815d20f7496026dc`).toString('base64'));
    assert.equal(basic('ro'), 'cm86[redacted: a]');
    assert.equal(basic('roo'), 'cm9vO[redacted: a]');
    assert.equal(basic('root'), 'cm9vdD[redacted: a]==');
  });

  void test('knows no secrets and takes out none', () => {
    assert.equal(createRedactor([])('[redacted: a] anything'), '[redacted: a] anything');
    assert.equal(createRedactor([{ name: 'a', value: 'admin' }])('admin'), 'admin', 'too short to be told');
  });
});

void describe('a redactor of a private key', () => {
  const { privateKey: pem, publicKey: shown } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const lines = pem.trim().split('\n').slice(1, -1);
  const redact = createRedactor([{ name: 'key', value: pem, published: [shown] }]);

  const seen: Readonly<Record<string, string>> = {
    'as it is': pem,
    'in JSON': JSON.stringify({ pem }),
    'with a beginning of its own before each line': lines
      .map((line) => `Nov 24 07:25 web[1]: ${line}`)
      .join('\n'),
    'in one line': lines.join(''),
    'wrapped anew': (lines.join('').match(/.{1,70}/g) ?? []).join('\n'),
    'in a query': new URLSearchParams({ pem }).toString(),
    'in base64': Buffer.from(pem).toString('base64'),
    'in base64 wrapped as base64(1) does': (
      Buffer.from(pem)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\n'),
    'indented, as in user data, and in base64': Buffer.from(
      `#cloud-config\nx:\n${lines.map((line) => `      ${line}\n`).join('')}`,
    ).toString('base64'),
  };
  for (const [how, text] of Object.entries(seen)) {
    void test(`lets no line pass ${how}`, () => {
      const clean = redact(text);
      const [, ...rest] = clean.split('[redacted: key]');
      assert.ok(rest.length > 0, clean);
      for (const reading of readings(clean)) {
        for (const line of lines.filter(({ length }) => length >= 16)) {
          assert.ok(!reading.includes(line), `${line} in ${reading}`);
          assert.ok(!reading.includes(encodeURIComponent(line)), `${line} in ${reading}`);
        }
      }
    });
  }

  void test('leaves the lines of what shows it as they are', () => {
    const logged = (line: string): string => `Nov 24 07:25 web[1]: ${line}\n`;
    const full = lines.filter(({ length }) => length === 64);
    const clean = redact(full.map(logged).join(''));
    assert.equal(clean, logged('[redacted: key]').repeat(full.length));
  });

  void test('does not take its public half for it', () => {
    assert.equal(redact(shown), shown);
    assert.equal(redact(Buffer.from(shown).toString('base64')), Buffer.from(shown).toString('base64'));
  });
});

void test('a redactor takes milliseconds for a megabyte, with as many secrets as two environments have', () => {
  const secrets = Array.from({ length: 60 }, (_, index) => {
    const body =
      randomBytes(1190)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    const value = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----', ''].join(
      '\n',
    );
    return { name: `key ${String(index)}`, value };
  });
  const redact = createRedactor(secrets);
  const text =
    '2026-11-24T07:25:01.123456+00:00 web apache2[812]: "GET /jira/rest/api/2/issue HTTP/1.1" 200 1234\n'.repeat(
      10_000,
    );
  redact(text);
  const started = performance.now();
  const clean = redact(text);
  const took = performance.now() - started;
  assert.equal(clean, text);
  assert.ok(took < 500, `${took.toFixed(0)} ms for ${(text.length / 1e6).toFixed(1)} MB`);
});
