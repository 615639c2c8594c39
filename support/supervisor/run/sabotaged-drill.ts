import type { Judgement } from '../../drill/evidence';
import { hours } from '../../drill/time';
import { DrillRun } from '../../recovery/run/drill-run';
import { readCatalogue } from '../../recovery/catalogue/catalogue';
import { actions } from '../../recovery/actions/actions';
import { faultNames } from '../../faults/faults';
import { STATE_FOLDER } from '../settings';

export interface SabotagedDrill {
  /** Where `features/` and `scenarios/` are: the checkout, or a copy with something taken out. */
  readonly root: string;
  /** The failure scenario's id. */
  readonly id: string;
  readonly runFolder: string;
  /** Called when people are at work and before anything is broken, with the folder of the evidence. */
  readonly afterBegin?: (evidence: string) => Promise<void>;
  /** Called when the drill went its way and before it is ended: what was sabotaged and the reset needs is mended. */
  readonly beforeEnd?: () => Promise<void>;
}

/** How a drill ended, and what ended it early; a person reads both in its report. */
export interface SabotagedEnd {
  readonly judgement: Judgement;
  readonly failure: Error | undefined;
}

/**
 * For tests: drives a whole drill as its feature's steps do, in their order. The first step that throws is the last,
 * and the drill is ended whatever happened.
 */
export async function driveDrill({
  root,
  id,
  runFolder,
  afterBegin,
  beforeEnd,
}: SabotagedDrill): Promise<SabotagedEnd> {
  const { scenario, runbook, feature } = readCatalogue(root, {
    actions,
    faults: { names: faultNames },
  }).drill(id);
  const run = await DrillRun.open(
    {
      checkout: root,
      environment: 'staging',
      run: `sabotage-${id}`,
      seed: 1,
      runFolder,
      stateFolder: STATE_FOLDER,
    },
    () => undefined,
  );
  try {
    const location = `${feature.file}:${String(feature.line)}`;
    const drill = run.start({ id, title: feature.name, location });
    const { fault, detection } = scenario;
    if (fault === undefined || detection === undefined) throw new Error(`${id} is a planned operation`);
    const { name, target, parameters } = fault;
    const restored =
      scenario.restored.by === 'workload' ? scenario.restored.applications : [scenario.component];
    const steps: readonly (() => Promise<void>)[] = [
      () => drill.begin(),
      async () => afterBegin?.(drill.folder),
      () => drill.inject(name, target, parameters),
      () => drill.awaitDetection(detection.device),
      () => drill.follow(runbook.title),
      () => drill.awaitRestored(restored, hours(2)),
      () => drill.assertVerified('no-acknowledged-write-lost'),
    ];
    const failure = await firstFailure(steps);
    // Ended also where mending fails: no fault is left behind.
    const unmended = beforeEnd === undefined ? undefined : await firstFailure([beforeEnd]);
    const judgement = await run.end();
    if (unmended !== undefined) throw unmended;
    return { judgement, failure };
  } finally {
    await run.close();
  }
}

/** Takes the steps one after the other; what the first that throws has thrown, and the ones after it are not taken. */
async function firstFailure(steps: readonly (() => Promise<void>)[]): Promise<Error | undefined> {
  try {
    for (const step of steps) await step();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
