import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostKeyFromConsole } from './host-key';

const key = `ssh-ed25519 ${'A'.repeat(68)}`;

test('the last host key on the console counts', () => {
  const block = (text: string): string =>
    `-----BEGIN SSH HOST KEY KEYS-----\nssh-rsa AAAA root@x\n${text} root@x\n-----END SSH HOST KEY KEYS-----\n`;
  assert.equal(hostKeyFromConsole(`boot\n${block(`ssh-ed25519 ${'B'.repeat(68)}`)}${block(key)}login:`), key);
});

test('there is no key before the block is whole', () => {
  assert.equal(hostKeyFromConsole(`-----BEGIN SSH HOST KEY KEYS-----\n${key}`), undefined);
  assert.equal(hostKeyFromConsole(''), undefined);
});
