import { Gauge, Registry } from 'prom-client';
import { interruptionMs, writeCounts } from '../drill-figures';
import type { DrillRecord, RunRecord } from '../run-record';

const RESULTS = ['met', 'missed', 'unknown'] as const;

/**
 * A run in the text format of Prometheus, for a push gateway: gauges alone, because each run says anew what it found, and
 * base units, as Prometheus' naming conventions have it. The run's name is a label of `firedrill_run_info` only, so that the
 * other series stay the same ones from run to run.
 */
export async function runMetrics(run: RunRecord): Promise<string> {
  const registry = new Registry();
  const { environment, drills } = run;
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) => {
    const made = new Gauge<string>({
      name: `firedrill_${name}`,
      help,
      labelNames: ['environment', ...labelNames],
      registers: [registry],
    });
    return (value: number | undefined, labels: Readonly<Record<Label, string>>): void => {
      if (value !== undefined && Number.isFinite(value)) made.set({ environment, ...labels }, value);
    };
  };
  const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

  gauge('run_info', 'The newest run, whose figures these are.', ['run', 'seed', 'result'])(1, {
    ...{ run: run.run, seed: String(run.seed), result: run.result },
  });
  gauge('run_start_time_seconds', 'When the run began, in seconds since the epoch.')(
    seconds(Date.parse(run.startedAt)),
    {},
  );
  gauge('run_end_time_seconds', 'When the run ended, in seconds since the epoch.')(
    seconds(Date.parse(run.endedAt)),
    {},
  );
  const runDrills = gauge('run_drills', 'Drills of the run by their verdict.', ['result']);
  for (const result of RESULTS)
    runDrills(drills.filter((drill) => drill.result === result).length, { result });

  const verdict = gauge('drill_result', 'Whether this is the verdict of the drill: 1 or 0.', [
    'drill',
    'result',
  ]);
  const recovery = gauge(
    'drill_recovery_seconds',
    'From the injection of the fault until requests succeeded again and kept succeeding.',
    ['drill'],
  );
  const interruption = gauge(
    'drill_interruption_seconds',
    'How long people could not work in a planned operation.',
    ['drill'],
  );
  const objective = gauge('drill_recovery_objective_seconds', 'How long recovery may take.', ['drill']);
  const duration = gauge('drill_duration_seconds', 'How long the drill took, with its reset.', ['drill']);
  const phase = gauge('drill_phase_seconds', 'How long a phase of the recovery took.', ['drill', 'phase']);
  const writes = gauge('drill_writes', 'Writes that were acknowledged, and what became of them.', [
    'drill',
    'state',
  ]);
  const requests = gauge('drill_requests', 'Requests of the workload by how they ended.', [
    'drill',
    'application',
    'outcome',
  ]);
  for (const record of drills) {
    const { drill } = record;
    for (const result of RESULTS) verdict(Number(record.result === result), { drill, result });
    recovery(seconds(record.recoveryMs), { drill });
    interruption(seconds(interruptionMs(record)), { drill });
    objective(seconds(record.rtoMs), { drill });
    duration(seconds(wholeMs(record)), { drill });
    for (const [name, ms] of phaseTimes(record)) phase(ms / 1000, { drill, phase: name });
    for (const [state, count] of Object.entries(writeStates(record))) writes(count, { drill, state });
    for (const [application, counts] of Object.entries(record.requests))
      for (const [outcome, count] of Object.entries(counts)) requests(count, { drill, application, outcome });
  }
  return registry.metrics();
}

function writeStates(record: DrillRecord): Readonly<Record<string, number>> {
  const counts = writeCounts(record);
  if (counts === undefined) return {};
  const { givenUp, ...others } = counts;
  return { ...others, given_up: givenUp };
}

const wholeMs = ({ spent }: DrillRecord): number | undefined => spent?.reduce((sum, { ms }) => sum + ms, 0);

/** A phase may come more than once. */
function phaseTimes({ phases }: DrillRecord): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { name, from, to } of phases) times.set(name, (times.get(name) ?? 0) + to.at - from.at);
  return times;
}
