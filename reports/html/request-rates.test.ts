import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryEvent } from '../../support/drill/history';
import { milliseconds } from '../../support/drill/time';
import { requestRates } from './request-rates';

const event = (at: number, type: HistoryEvent['type'], application: HistoryEvent['application'] = 'jira') =>
  ({ operation: 0, at: milliseconds(at), application, kind: 'write', key: 'k', type }) as HistoryEvent;

void test('requests are counted in the second in which they ended, ill beside well', () => {
  const history = [
    event(100, 'invoked'),
    event(900, 'ok'),
    event(1100, 'unknown'),
    event(1900, 'failed'),
    event(2000, 'ok'),
  ];
  assert.deepEqual(requestRates(history), [
    {
      application: 'jira',
      perSecond: [
        [1, 0],
        [0, 2],
        [1, 0],
      ],
    },
  ]);
});

void test('an application without traffic in a second has a zero there, not a gap', () => {
  const rates = requestRates([event(2500, 'ok', 'alfresco'), event(100, 'ok')]);
  assert.deepEqual(
    rates.map(({ application, perSecond }) => [application, perSecond]),
    [
      [
        'alfresco',
        [
          [0, 0],
          [0, 0],
          [1, 0],
        ],
      ],
      [
        'jira',
        [
          [1, 0],
          [0, 0],
          [0, 0],
        ],
      ],
    ],
  );
});
