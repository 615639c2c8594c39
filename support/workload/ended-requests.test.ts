import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../drill/time';
import { endedRequests } from './ended-requests';
import { did } from './literal-evidence';
import { operationsOf } from './operations';

test('what ended after the moment counts by its outcome, of one application, and what is under way does not', () => {
  const [underWay] = did('f', 12, 13, 'ok');
  assert.ok(underWay);
  const operations = operationsOf([
    ...did('a', 8, 10, 'failed'),
    ...did('b', 8, 10.1, 'failed'),
    ...did('c', 11, 12, 'unknown', { kind: 'read' }),
    ...did('d', 11, 12, 'ok'),
    ...did('e', 11, 12, 'failed', { application: 'jira' }),
    underWay,
  ]);
  assert.deepEqual(endedRequests(operations, 'confluence', seconds(10)), { ended: 3, failing: 2 });
  assert.deepEqual(endedRequests(operations, 'alfresco', seconds(10)), { ended: 0, failing: 0 });
});
