import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../drill/time';
import { withoutGivenUp } from './given-up';
import { did } from './literal-evidence';
import { operationsOf } from './operations';

const gone = { kind: 'read', absent: true } as const;
const operations = operationsOf([
  ...did('before', 1, 1.5, 'ok'),
  ...did('since', 3, 3.5, 'ok'),
  ...did('elsewhere', 3, 3.6, 'ok', { application: 'jira' }),
  ...did('since', 5, 5.1, 'failed', gone),
  ...did('before', 6, 6.1, 'failed', gone),
  ...did('elsewhere', 7, 7.1, 'failed', { ...gone, application: 'jira' }),
  ...did('since', 8, 8.1, 'failed', { kind: 'read' }),
]);
const times = (given: Parameters<typeof withoutGivenUp>[1]): readonly number[] =>
  withoutGivenUp(operations, given).map(({ invokedAt }) => invokedAt / 1000);

test('a read that finds none of what is given up is no failure; every other one is', () => {
  // Given up are the writes of Confluence since 2 s: the read at 5 s. Not one of a write from before, nor of Jira, nor one
  // that was answered otherwise.
  assert.deepEqual(times({ applications: ['confluence'], since: seconds(2) }), [1, 3, 3, 6, 7, 8]);
});

test('where nothing is given up every read that finds none is a failure', () => {
  assert.deepEqual(times(undefined), [1, 3, 3, 5, 6, 7, 8]);
});
