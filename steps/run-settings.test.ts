import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSettings } from './run-settings';

void test('a run has all the time it needs, unless it is told until when', () => {
  assert.equal(runSettings({ FIREDRILL_RUN: 'tonight' }).until, undefined);
  const { until } = runSettings({ FIREDRILL_RUN: 'tonight', FIREDRILL_UNTIL: '2026-11-27T04:00:00.000Z' });
  assert.equal(until?.getTime(), Date.UTC(2026, 10, 27, 4));
});

void test('a time that is none is refused: it would never come', () => {
  const variables = { FIREDRILL_RUN: 'tonight', FIREDRILL_UNTIL: 'soon' };
  assert.throws(() => runSettings(variables), /FIREDRILL_UNTIL is "soon"; expected a time such as/);
});

void test('drills without their plan are told how long to wait, and anything else is refused', () => {
  const { emptied } = runSettings({ FIREDRILL_RUN: 'tonight', FIREDRILL_EMPTIED: '{"jira-is-killed":5}' });
  assert.deepEqual([...(emptied ?? [])], [['jira-is-killed', 5000]]);
  for (const text of ['5', '{"jira-is-killed":"5"}', '{"jira-is-killed":0}', '{']) {
    const variables = { FIREDRILL_RUN: 'tonight', FIREDRILL_EMPTIED: text };
    assert.throws(() => runSettings(variables), /FIREDRILL_EMPTIED is ".*"; expected seconds by drill/);
  }
});
