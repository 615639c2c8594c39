import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillStop, StopCondition } from '../../drill/stop-condition';
import { milliseconds, seconds } from '../../drill/time';
import { ManualTimer } from '../../drill/timer';
import type { MonitorEvent } from '../../drill/timeline';
import type { EndedRequests } from '../../workload/ended-requests';
import { watchStopConditions } from './watch-stop-conditions';

const watched = (...conditions: readonly StopCondition[]) => {
  const timer = new ManualTimer();
  const met: DrillStop[] = [];
  const events: MonitorEvent[] = [];
  let requests: EndedRequests = { ended: 60, failing: 0 };
  const end = watchStopConditions({
    conditions,
    injected: milliseconds(0),
    clock: { now: () => milliseconds(timer.now()) },
    workload: { endedSince: () => requests },
    watch: { events: () => events },
    onMet: (stop) => met.push(stop),
    timer,
  });
  const failing = (count: number): void => {
    requests = { ended: 60, failing: count };
  };
  return { timer, met, events, failing, end };
};

const half: StopCondition = { kind: 'requests', application: 'jira', failing: 0.5, for: seconds(10) };
const alarm: StopCondition = { kind: 'monitor', device: 'Jira', states: ['Alarm'], for: seconds(0) };
const deadline: StopCondition = { kind: 'deadline', after: seconds(60) };

void test('requests that begin to fail are noticed at the next look, and told once', async () => {
  const { timer, met, failing } = watched(deadline, half);
  await timer.advance(20_000);
  assert.deepEqual(met, []);
  failing(45);
  await timer.advance(120_000);
  assert.deepEqual(met, [
    {
      condition: '50% of the requests to jira fail for 10 s',
      seen: '45 of the 60 requests to jira that ended in the last 10 s failed (75%)',
      at: 20_500,
    },
  ]);
  assert.equal(timer.pending, 0);
});

void test('an event of the monitor is noticed at the next look', async () => {
  const { timer, met, events } = watched(alarm);
  await timer.advance(3_000);
  events.push({ at: seconds(3), error: seconds(0), device: 'Jira', tag: 'alrm', message: '', line: '' });
  await timer.advance(500);
  assert.deepEqual(met, [
    { condition: 'the monitor has "Jira" Alarm', seen: 'the monitor has "Jira" Alarm for 0.5 s', at: 3_500 },
  ]);
});

void test('a deadline passes when nothing else happens', async () => {
  const { timer, met } = watched(half, alarm, deadline);
  await timer.advance(59_900);
  assert.deepEqual(met, []);
  await timer.advance(100);
  assert.deepEqual(met, [
    {
      condition: '60 s have passed since the injection',
      seen: 'the fault is in force for 60 s',
      at: 60_000,
    },
  ]);
});

void test('what has ended is looked at no more, and without a condition nothing is', async () => {
  const { timer, met, end } = watched(deadline);
  await timer.advance(30_000);
  end();
  assert.equal(timer.pending, 0);
  await timer.advance(60_000);
  assert.deepEqual(met, []);
  assert.equal(watched().timer.pending, 0);
});
