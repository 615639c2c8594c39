import type { DrillEvidence } from '../drill-evidence';
import type { DrillRecord, RunRecord } from '../run-record';

type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A span as it is to be, with those within it. Times are milliseconds since the epoch. */
export interface PlannedSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly at: number; readonly attributes: Attributes }[];
  /** Why it did not end well; absent where it did. */
  readonly error?: string;
  readonly within: readonly PlannedSpan[];
}

/** A monitor whose device flaps for hours says much. */
const MOST_EVENTS = 200;

/**
 * A drill as a trace: the drill itself with its instants and what the monitor said as events, and within it the phases of the
 * recovery and the runbook with its steps. Attributes have OpenTelemetry's names where it has some (`test.*`), and are below
 * `firedrill.` where it has none. Undefined where no evidence was written: then nothing is known of when.
 */
export function drillSpans(
  run: Pick<RunRecord, 'run' | 'seed'>,
  drill: DrillRecord,
  evidence: DrillEvidence | undefined,
): PlannedSpan | undefined {
  if (evidence === undefined) return undefined;
  const { manifest, timeline, monitorEvents } = evidence;
  const started = Date.parse(manifest.startedAt);
  const wall = (at: number): number => started + at;
  const within = [...phaseSpans(drill, wall), ...runbookSpans(evidence, wall)];
  const moments = timeline.filter(({ moment }) => moment !== 'step-started' && moment !== 'step-ended');
  const ended = manifest.endedAt === undefined ? undefined : Date.parse(manifest.endedAt);
  const last = Math.max(started, ...within.map(({ to }) => to), ...moments.map(({ at }) => wall(at)));
  return {
    name: `drill ${drill.drill}`,
    from: started,
    to: ended ?? last,
    attributes: {
      'test.suite.name': manifest.location.replace(/:\d+$/, ''),
      'test.case.name': drill.title,
      'test.case.result.status': drill.result === 'met' ? 'pass' : 'fail',
      'firedrill.run': run.run,
      'firedrill.seed': run.seed,
      'firedrill.drill': drill.drill,
      'firedrill.result': drill.result,
      ...(drill.recoveryMs === undefined ? {} : { 'firedrill.recovery_seconds': drill.recoveryMs / 1000 }),
      ...(drill.rtoMs === undefined ? {} : { 'firedrill.objective_seconds': drill.rtoMs / 1000 }),
      ...(manifest.revision === undefined ? {} : { 'firedrill.configuration_revision': manifest.revision }),
      ...(drill.standIns.length === 0 ? {} : { 'firedrill.stand_ins': drill.standIns }),
      ...(drill.injection === undefined
        ? {}
        : {
            'firedrill.fault': drill.injection.fault,
            'firedrill.fault.proof': drill.injection.proof,
            'firedrill.fault.observed': drill.injection.observed,
          }),
      ...Object.fromEntries(
        drill.verdicts.map(({ checker, result }) => [`firedrill.verdict.${checker}`, result]),
      ),
    },
    events: [
      ...moments.map(({ moment, at, error, detail }) => ({
        name: moment,
        at: wall(at),
        attributes: { 'firedrill.detail': detail, 'firedrill.error_seconds': error / 1000 },
      })),
      ...monitorEvents.slice(0, MOST_EVENTS).map(({ at, error, device, tag, message }) => ({
        name: 'monitor',
        at: wall(at),
        attributes: {
          'firedrill.monitor.device': device,
          'firedrill.monitor.says': tag.trim(),
          'firedrill.detail': message,
          'firedrill.error_seconds': error / 1000,
        },
      })),
    ].sort((a, b) => a.at - b.at),
    ...(drill.result === 'met' ? {} : { error: drill.reason }),
    within,
  };
}

const phaseSpans = ({ phases }: DrillRecord, wall: (at: number) => number): readonly PlannedSpan[] =>
  phases.map(({ name, from, to }) => ({
    name: `phase ${name}`,
    from: wall(from.at),
    to: wall(to.at),
    attributes: { 'firedrill.phase': name, 'firedrill.error_seconds': (from.error + to.error) / 1000 },
    events: [],
    within: [],
  }));

function runbookSpans({ runbook }: DrillEvidence, wall: (at: number) => number): readonly PlannedSpan[] {
  const ran = runbook?.steps.filter(({ outcome }) => outcome !== 'not-run') ?? [];
  const [first] = ran;
  if (runbook === undefined || first === undefined) return [];
  const failed = ran.find(({ outcome }) => outcome === 'failed');
  const within = ran.map((step) => ({
    name: `${String(step.step)}. ${step.title}`,
    from: wall(step.startedAt),
    to: wall(step.endedAt),
    attributes: {
      'firedrill.step': step.step,
      'firedrill.action': step.action,
      'firedrill.commands': step.commands,
      'firedrill.expected': step.expected,
      'firedrill.observed': step.observed,
      'firedrill.outcome': step.outcome,
      'firedrill.budget_seconds': step.budgetMs / 1000,
    },
    events: [],
    ...(step.outcome === 'failed' ? { error: step.observed } : {}),
    within: [],
  }));
  return [
    {
      name: `runbook ${runbook.id}`,
      from: wall(first.startedAt),
      to: Math.max(...within.map(({ to }) => to)),
      attributes: { 'firedrill.runbook': runbook.id, 'firedrill.steps': runbook.steps.length },
      events: [],
      ...(failed === undefined ? {} : { error: failed.observed }),
      within,
    },
  ];
}
