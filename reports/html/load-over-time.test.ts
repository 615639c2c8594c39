import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryEvent } from '../../support/drill/history';
import { milliseconds } from '../../support/drill/time';
import { drillLoad } from '../drill-load';
import { loadOverTime } from './load-over-time';

const event = (
  operation: number,
  at: number,
  type: HistoryEvent['type'],
  application: HistoryEvent['application'] = 'jira',
) => ({ operation, at: milliseconds(at), application, kind: 'write', key: 'k', type }) as HistoryEvent;

void test('requests are counted in the second in which they ended, ill beside well, with how long they took', () => {
  const history = [
    event(0, 100, 'invoked'),
    event(1, 700, 'invoked'),
    event(0, 900, 'ok'),
    event(1, 950, 'ok'),
    event(2, 1000, 'invoked'),
    event(2, 1100, 'unknown'),
    event(3, 1900, 'failed'),
    event(4, 2000, 'ok'),
  ];
  assert.deepEqual(loadOverTime(drillLoad(history)), {
    seconds: 1,
    applications: [
      {
        application: 'jira',
        columns: [
          { ok: 2, ill: 0, latency: { median: 525, longest: 800 } },
          { ok: 0, ill: 2 },
          { ok: 1, ill: 0 },
        ],
      },
    ],
  });
});

void test('an application without traffic in a second has a zero there, not a gap', () => {
  const { applications } = loadOverTime(
    drillLoad([event(0, 100, 'ok', 'confluence'), event(1, 3500, 'ok', 'jira')]),
  );
  assert.deepEqual(
    applications.map(({ application, columns }) => [application, columns.map(({ ok }) => ok)]),
    [
      ['confluence', [1, 0, 0, 0]],
      ['jira', [0, 0, 0, 1]],
    ],
  );
});

void test('a drill of hours has columns of more than a second, whose figures are still a second', () => {
  const requests = Array.from({ length: 7200 }, (_, second) => event(second, second * 1000, 'ok'));
  const { seconds, applications } = loadOverTime(drillLoad(requests));
  assert.equal(seconds, 30);
  assert.equal(applications[0]?.columns.length, 240);
  assert.ok(applications[0].columns.every(({ ok }) => ok === 1));
});

void test('nothing that ended makes no application', () => {
  assert.deepEqual(loadOverTime(drillLoad([event(0, 100, 'invoked')])), { seconds: 1, applications: [] });
});
