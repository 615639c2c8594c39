import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worst } from '../../drill/verdict';
import { exitCodeOf } from './exit-code';

void test('a run whose drills are all met exits with 0', () => {
  assert.equal(exitCodeOf(worst(['met', 'met'])), 0);
});

void test('a missed objective outweighs an unknown one and exits with 1', () => {
  assert.equal(exitCodeOf(worst(['met', 'unknown', 'missed'])), 1);
});

void test('an unknown verdict, and a run that judged nothing, exit with 2', () => {
  assert.equal(exitCodeOf(worst(['met', 'unknown'])), 2);
  assert.equal(exitCodeOf(worst([])), 2);
});
