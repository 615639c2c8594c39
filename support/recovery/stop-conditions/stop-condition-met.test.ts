import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StopCondition } from '../../drill/stop-condition';
import { minutes, seconds } from '../../drill/time';
import type { MonitorEvent } from '../../drill/timeline';
import { stopConditionMet, type DrillView } from './stop-condition-met';

const INJECTED = seconds(100);

/** So long after the injection. */
const view = (after: number, seen: Partial<DrillView> = {}): DrillView => ({
  now: seconds(100 + after),
  injected: INJECTED,
  endedSince: () => ({ ended: 0, failing: 0 }),
  monitorEvents: [],
  ...seen,
});
const event = (after: number, device: string, tag: string, message = ''): MonitorEvent => ({
  at: seconds(100 + after),
  error: seconds(0.5),
  device,
  tag,
  message,
  line: '',
});

const half: StopCondition = { kind: 'requests', application: 'jira', failing: 0.5, for: seconds(10) };
const down: StopCondition = {
  kind: 'monitor',
  device: 'Bastion',
  states: ['Down', 'Critical'],
  for: seconds(60),
};

void test('requests: the share of what ended in the window is compared with the limit, which itself counts', () => {
  const of = (ended: number, failing: number): string | undefined =>
    stopConditionMet(half, view(30, { endedSince: () => ({ ended, failing }) }));
  assert.equal(of(60, 29), undefined);
  assert.equal(of(60, 30), '30 of the 60 requests to jira that ended in the last 10 s failed (50%)');
});

void test('requests: the window is the last of the condition’s length, of its application', () => {
  const asked: unknown[] = [];
  const endedSince: DrillView['endedSince'] = (application, since) => {
    asked.push([application, since]);
    return { ended: 60, failing: 60 };
  };
  assert.ok(stopConditionMet(half, view(25, { endedSince })) !== undefined);
  assert.deepEqual(asked, [['jira', seconds(115)]]);
});

void test('requests: before a whole window has passed since the injection, nothing meets the condition', () => {
  const all = { endedSince: () => ({ ended: 60, failing: 60 }) };
  assert.equal(stopConditionMet(half, view(9.9, all)), undefined);
  assert.ok(stopConditionMet(half, view(10, all)) !== undefined);
});

void test('requests: a window with none or too few requests says nothing, also when all of them failed', () => {
  const of = (count: number): string | undefined =>
    stopConditionMet(half, view(30, { endedSince: () => ({ ended: count, failing: count }) }));
  assert.equal(of(0), undefined);
  assert.equal(of(9), undefined);
  assert.ok(of(10) !== undefined);
});

void test('monitor: the device must have been in one of the states for the whole time, whichever of them', () => {
  const monitorEvents = [event(5, 'Bastion', 'crit'), event(20, 'Bastion', 'DOWN', 'no answer')];
  assert.equal(stopConditionMet(down, view(64, { monitorEvents })), undefined);
  assert.equal(
    stopConditionMet(down, view(65, { monitorEvents })),
    'the monitor has "Bastion" Down (no answer) for 60 s',
  );
});

void test('monitor: a device that came back meanwhile begins anew, and other devices do not count', () => {
  const monitorEvents = [
    event(5, 'Bastion', 'DOWN'),
    event(30, 'Bastion', 'UP'),
    event(40, 'Bastion', 'DOWN'),
    event(41, 'Jira', 'UP'),
  ];
  assert.equal(stopConditionMet(down, view(90, { monitorEvents })), undefined);
  assert.ok(stopConditionMet(down, view(100, { monitorEvents })) !== undefined);
  const back = [...monitorEvents, event(95, 'Bastion', 'okay')];
  assert.equal(stopConditionMet(down, view(200, { monitorEvents: back })), undefined);
  assert.equal(stopConditionMet(down, view(200, { monitorEvents: [event(5, 'Jira', 'DOWN')] })), undefined);
});

void test('monitor: what tells no state does not end one', () => {
  const monitorEvents = [event(5, 'Bastion', 'DOWN'), event(30, 'Bastion', 'ackn')];
  assert.ok(stopConditionMet(down, view(65, { monitorEvents })) !== undefined);
});

void test('monitor: time before the injection does not count, the state that came of it does', () => {
  const monitorEvents = [event(-50, 'Bastion', 'DOWN')];
  assert.equal(stopConditionMet(down, view(59, { monitorEvents })), undefined);
  assert.ok(stopConditionMet(down, view(60, { monitorEvents })) !== undefined);
  assert.equal(stopConditionMet(down, view(1000)), undefined);
});

void test('deadline: it is met so long after the injection', () => {
  const deadline: StopCondition = { kind: 'deadline', after: minutes(30) };
  assert.equal(stopConditionMet(deadline, view(1799)), undefined);
  assert.equal(stopConditionMet(deadline, view(1800)), 'the fault is in force for 1800 s');
});
