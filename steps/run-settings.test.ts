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
