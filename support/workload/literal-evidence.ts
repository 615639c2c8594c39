import type { DrillManifest, RunbookStepRecord } from '../drill/evidence';
import type { Evidence } from '../drill/evidence-folder';
import type { Application, HistoryEvent, Outcome } from '../drill/history';
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
