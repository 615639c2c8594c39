import type { DrillManifest, RunbookStepRecord } from '../drill/evidence';
import type { Evidence } from '../drill/evidence-folder';
import type { Application, HistoryEvent, Outcome, ReadBack } from '../drill/history';
import { hours, milliseconds, seconds, type Instant } from '../drill/time';

/** Literal evidence, written shortly: for tests of what judges it. Times are seconds. */
export const at = (time: number, error = 0): Instant => ({ at: seconds(time), error: seconds(error) });

const manifest: DrillManifest = {
  version: 1,
  drill: 'application-crash',
  title: 'Confluence is killed',
  location: 'features/application-crash/kill.feature:7',
  run: 'run',
  seed: 1,
  environment: 'staging',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:10:00.000Z',
  standIns: [],
  versions: {},
  objectives: { rtoMs: hours(2), rpoMs: milliseconds(0) },
  expectedDetection: { device: 'Confluence', states: ['Down'], withinMs: seconds(60) },
  runbook: 'restart-an-application',
  errors: [],
  steadyForMs: seconds(3),
};

/** A drill of which nothing is recorded yet but its manifest. */
export function evidence(
  given: Partial<Omit<Evidence, 'manifest'>> & { readonly manifest?: Partial<DrillManifest> },
): Evidence {
  const base = { history: [], timeline: [], monitorEvents: [], readback: [], torn: [] };
  return { ...base, ...given, manifest: { ...manifest, ...given.manifest } };
}

let operation = 0;

/** One operation's invocation and end; a write unless said otherwise. Its key, id and hash come from `key`. */
export function did(
  key: string,
  invoked: number,
  ended: number,
  outcome: Outcome,
  more: { readonly application?: Application; readonly kind?: 'write' | 'read'; readonly absent?: true } = {},
): readonly HistoryEvent[] {
  operation += 1;
  const facts = { operation, application: more.application ?? 'confluence', kind: more.kind ?? 'write', key };
  const sha256 = `sha-${key}`;
  return [
    { ...facts, at: seconds(invoked), type: 'invoked', sha256 },
    {
      ...facts,
      at: seconds(ended),
      type: outcome,
      ...(outcome === 'ok' ? { id: `id-${key}`, sha256 } : {}),
      ...(more.absent === undefined ? {} : { absent: more.absent }),
    },
  ];
}

/** A runbook's step of 10 s with a budget of 30 s that succeeded, but for what is given. */
export function step(number: number, given: Partial<RunbookStepRecord> = {}): RunbookStepRecord {
  return {
    step: number,
    title: `Step ${number}`,
    action: 'start-unit',
    parameters: {},
    commands: [],
    expected: 'it runs',
    budgetMs: seconds(30),
    startedAt: seconds(number * 10),
    endedAt: seconds(number * 10 + 10),
    outcome: 'succeeded',
    observed: 'it runs',
    ...given,
  };
}

const readBack = (key: string, origin: ReadBack['origin']): ReadBack => ({
  application: 'confluence',
  key,
  id: `id-${key}`,
  origin,
  expectedSha256: `sha-${key}`,
  found: 'present',
});
/** A drill that is met: one program killed, detected, restarted, and every write there. */
export const wholeDrill: Evidence = evidence({
  history: [
    ...did('a', 9, 9.1, 'ok'),
    ...did('b', 10.5, 11, 'failed'),
    ...did('c', 15, 15.1, 'ok'),
    ...did('d', 19, 19.1, 'ok'),
  ],
  timeline: [
    { ...at(10), moment: 'injected', detail: 'killed' },
    { ...at(12.5), moment: 'declared', detail: 'declared' },
    { ...at(13), moment: 'step-started', step: 1, detail: 'start' },
    { ...at(14), moment: 'step-ended', step: 1, outcome: 'succeeded', detail: 'start' },
    { ...at(30), moment: 'verified', detail: 'read back' },
  ],
  monitorEvents: [{ ...at(12), device: 'Confluence', tag: 'DOWN', message: '', line: '' }],
  injection: { fault: 'kill', changes: [], proof: { result: 'installed', observed: 'gone' }, reverted: true },
  runbook: { id: 'restart-an-application', title: 'Restart', steps: [step(1)] },
  readback: [
    readBack('a', 'workload'),
    readBack('c', 'workload'),
    readBack('d', 'workload'),
    readBack('s', 'seed'),
  ],
});
