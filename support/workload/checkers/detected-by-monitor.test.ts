import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorEvent } from '../../drill/timeline';
import { at, did, evidence } from '../literal-evidence';
import { detectedByMonitor } from './detected-by-monitor';

const timeline = [{ ...at(10), moment: 'injected', detail: 'killed' }] as const;
const event = (time: number, device: string, tag: string, error = 0.1): MonitorEvent => ({
  ...at(time, error),
  device,
  tag,
  message: '',
  line: '',
});
const judged = (...monitorEvents: MonitorEvent[]) =>
  detectedByMonitor.check(evidence({ timeline, monitorEvents }));

test('it is met when the expected device reaches an expected state after the injection', () => {
  const verdict = judged(event(12, 'Jira', 'DOWN'), event(14, 'Confluence', 'DOWN'));
  assert.equal(verdict.result, 'met');
  assert.deepEqual(verdict.measures, { detectedMs: 4000, errorMs: 100 });
});

test('it is missed when only other devices, other states or earlier events are there', () => {
  const verdict = judged(
    event(5, 'Confluence', 'DOWN'),
    event(12, 'Confluence', 'alrm'),
    event(12, 'Jira', 'DOWN'),
  );
  assert.equal(verdict.result, 'missed');
  assert.match(
    verdict.reason,
    /never reported "Confluence" Down; it reported "Confluence" DOWN, "Confluence" alrm/,
  );
});

test('it is missed when the monitor noticed only after people worked again', () => {
  const history = [...did('a', 11, 11.1, 'failed'), ...did('b', 12, 12.1, 'ok'), ...did('c', 16, 16.1, 'ok')];
  const late = detectedByMonitor.check(
    evidence({ timeline, history, monitorEvents: [event(20, 'Confluence', 'DOWN')] }),
  );
  assert.equal(late.result, 'missed');
});

test('it is missed when the monitor took longer than the scenario allows', () => {
  const verdict = judged(event(80, 'Confluence', 'DOWN'));
  assert.equal(verdict.result, 'missed');
  assert.match(verdict.reason, /after the injection; it must within 1 min 0 s\.$/);
});

test('it is unknown when nothing is recorded of the monitor, or no injection', () => {
  assert.equal(judged().result, 'unknown');
  assert.equal(
    detectedByMonitor.check(evidence({ monitorEvents: [event(14, 'Confluence', 'DOWN')] })).result,
    'unknown',
  );
});

test('an event whose error bar reaches over the injection counts', () => {
  assert.equal(judged(event(9.95, 'Confluence', 'DOWN', 0.1)).result, 'met');
});

test('it is unknown when the drill was stopped while the monitor still had time, and missed after that', () => {
  const monitorEvents = [event(12, 'Jira', 'DOWN')];
  const stoppedAt = (time: number) => {
    const stopped = { condition: 'it hurts', seen: 'it did', at: at(time).at };
    return detectedByMonitor.check(evidence({ timeline, monitorEvents, manifest: { stopped } }));
  };
  assert.equal(stoppedAt(69).result, 'unknown');
  assert.equal(
    stoppedAt(69).reason,
    'The drill was stopped when the monitor had 1.0 s left to report "Confluence" Down.',
  );
  assert.equal(stoppedAt(70).result, 'missed');
});
