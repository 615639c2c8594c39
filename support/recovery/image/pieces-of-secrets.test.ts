import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { piecesOf } from './pieces-of-secrets';

const hex = (): string => randomBytes(20).toString('hex');

/** 70 characters a line, of which those before the last are the same for all keys: what kind it is, and for what. */
const sameLines = [1, 2, 3].map(() => randomBytes(52).toString('base64').slice(0, 70));
const keyOf = (): string =>
  [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...sameLines,
    randomBytes(52).toString('base64').slice(0, 70),
    '-----END OPENSSH PRIVATE KEY-----\n',
  ].join('\n');

/** The longest run of characters that a text shares with another. */
function longestShared(text: string, other: string): number {
  let longest = 0;
  for (let at = 0; at < text.length; at += 1)
    while (at + longest < text.length && other.includes(text.slice(at, at + longest + 1))) longest += 1;
  return longest;
}

void test('of each secret 16 characters are told, as they are and as they are encoded', () => {
  const value = hex();
  const texts = piecesOf([{ name: 'staging/mysql.root', value }]).flatMap((piece) => piece.texts);
  const [plain = ''] = texts;
  assert.equal(plain.length, 16);
  assert.ok(value.includes(plain));
  assert.ok(texts.includes(Buffer.from(plain).toString('hex')));
  assert.ok(texts.some((text) => Buffer.from(`key: ${value}\n`).toString('base64').includes(text)));
  for (const text of texts.slice(1)) assert.ok(longestShared(value, text) < 16, text);
});

void test('a key is known by a line of its own, and not by what all keys begin with', () => {
  const keys = [keyOf(), keyOf()].map((value, index) => ({ name: `key ${String(index)}`, value }));
  const pieces = piecesOf(keys);
  for (const [index, { texts }] of pieces.entries()) {
    const [plain = ''] = texts;
    assert.ok(keys[index]?.value.includes(plain));
    assert.ok(!keys[1 - index]?.value.includes(plain));
  }
});

void test('a key in PEM, and one that is kept under two names, are known as well', () => {
  const { privateKey: value } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const [one, other] = piecesOf([
    { name: 'one', value },
    { name: 'other', value },
  ]);
  assert.ok(value.includes(one?.texts[0] ?? 'nothing'));
  assert.deepEqual(one?.texts, other?.texts);
});

void test('a secret of which a piece would leave too little is refused, by its name', () => {
  assert.throws(
    () => piecesOf([{ name: 'production/short', value: 'correct horse' }]),
    /^Error: production\/short is too short/,
  );
});
