import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmation, type Asked } from './confirmation';

const is = (given: Partial<Asked>): string =>
  confirmation({
    ...{ command: 'restore', environment: 'production', isProtected: false, destructive: true },
    ...{ yes: false, confirm: undefined, terminal: false },
    ...given,
  }).is;

void test('without --yes it is asked for, and refused where nobody can be asked', () => {
  assert.equal(is({ terminal: true }), 'asked');
  assert.equal(is({}), 'refused');
  assert.equal(is({ yes: true }), 'given');
});

void test('what people wrote on a protected environment is lost only to who has named it', () => {
  assert.equal(is({ isProtected: true, yes: true }), 'refused');
  assert.equal(is({ isProtected: true, terminal: true }), 'refused');
  assert.equal(is({ isProtected: true, confirm: 'production' }), 'given');
});

void test('what loses nothing needs no name on a protected environment', () => {
  assert.equal(is({ isProtected: true, destructive: false, yes: true }), 'given');
});

void test("another environment's name confirms nothing, whatever else is given", () => {
  assert.equal(is({ confirm: 'staging', yes: true, terminal: true }), 'refused');
});
