import { workloadContainer } from '../../applications/containers';
import type { Fault, PlannedChange } from '../../drill/fault';
import { locationText, type LeasePart } from '../../drill/lease';
import { stopConditionText } from '../../drill/stop-condition';
import { milliseconds, minutes, type Milliseconds } from '../../drill/time';
import { applicationsOf } from '../../environment/environment';
import { environmentLeaseTag } from '../../environment/environment-lease';
import { makeFault } from '../../faults/faults';
import { beyondLimits, blastRadius, type BlastRadius } from '../../safety/blast-radius';
import { EnvironmentProtected, protectionOf } from '../../safety/protection';
import { actions } from '../actions/actions';
import type { DrillDefinition } from '../catalogue/catalogue';
import { faultContextOf, type FaultableEnvironment } from '../ports/fault-context-of';
import type { FailureScenario } from '../catalogue/scenario';
import { withTimeLimit } from '../drill/time-limit';

/** A revert that would be armed, and for how long it would hold. */
export interface PlannedLease {
  /** `host jira`, `vol-0b2`, `the environment`. */
  readonly where: string;
  readonly restores: string;
  /** From its arming and from each renewal; undefined where it ends only with what it restores. */
  readonly duration: Milliseconds | undefined;
  /** Undefined where nobody can renew it while the fault is in force. */
  readonly renewedEvery: Milliseconds | undefined;
}

/** What a drill would do, resolved to ids where the environment is up. */
export interface PlannedDrill {
  readonly id: string;
  readonly title: string;
  /** What the fault changes; empty where the environment is protected, and so no fault is made. */
  readonly changes: readonly PlannedChange[];
  readonly leases: readonly PlannedLease[];
  readonly blastRadius: BlastRadius;
  /** Why the guard rails would refuse the fault, as things are now, a sentence's part each. */
  readonly refusals: readonly string[];
  /** What would end the drill before its end, in words. */
  readonly stops: readonly string[];
  /** What it changes besides: to hold the environment, and to load it. */
  readonly besides: readonly PlannedChange[];
  /** The runbook's steps with the exact commands, as a person would type them. */
  readonly runbook: {
    readonly title: string;
    readonly steps: readonly {
      readonly title: string;
      readonly target: string;
      readonly commands: readonly string[];
      readonly undo: string;
    }[];
  };
  /** When the environment goes back to its golden snapshot after it. */
  readonly reset: 'always' | 'unless-met';
}

/** A drill of which it cannot be said what it would do, and why. */
export interface UnplannedDrill {
  readonly id: string;
  readonly title: string;
  readonly problem: string;
}

/**
 * What each drill would do to which instance, touching nothing: the faults ask the cloud for ids. One that cannot be
 * planned does not hide the others.
 */
export async function planDrills(
  open: FaultableEnvironment,
  drills: readonly DrillDefinition[],
  seed: number,
  signal: AbortSignal,
): Promise<readonly (PlannedDrill | UnplannedDrill)[]> {
  const found = {
    protection: await protectionOf(open, signal),
    vpc: await open.cloud.network.find(signal),
  };
  return Promise.all(
    drills.map(async (definition) => {
      const { id, title } = definition.scenario;
      try {
        return await withTimeLimit(`planning ${id}`, minutes(1), signal, (limit) =>
          planDrill(open, definition, seed, found, limit),
        );
      } catch (error) {
        signal.throwIfAborted();
        return { id, title, problem: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

async function planDrill(
  open: FaultableEnvironment,
  definition: DrillDefinition,
  seed: number,
  { protection, vpc }: { readonly protection: readonly string[]; readonly vpc: string | undefined },
  signal: AbortSignal,
): Promise<PlannedDrill> {
  const { scenario, runbook } = definition;
  const { environment } = open;
  const { safety } = environment;
  const fault = faultOf(open, definition, seed);
  const [changes, parts] = fault === undefined ? [[], []] : await planned(fault, signal);
  const irreversible =
    scenario.operation !== undefined ||
    scenario.before !== undefined ||
    parts.some(({ location }) => location.kind === 'environment');
  const allowance = scenario.blastRadius;
  const radius = blastRadius(environment, fault?.strikes ?? struck(scenario), allowance);
  return {
    id: scenario.id,
    title: scenario.title,
    changes,
    leases: parts.map((part) => plannedLease(part, fault?.lasts, safety)),
    blastRadius: radius,
    refusals: [
      ...protection.map((why) => `${open.name} is protected (${why})`),
      ...beyondLimits(radius, allowance),
    ],
    stops: [...safety.stop, ...scenario.stop].map(stopConditionText),
    besides: besides(open, scenario.id, vpc),
    runbook: {
      title: runbook.title,
      steps: runbook.steps.map(({ title, target, action, parameters, undo }) => ({
        title,
        target,
        commands: actions.get(action)?.commands(parameters, { environment, target }) ?? [],
        undo,
      })),
    },
    reset: irreversible || environment.reset === 'always' ? 'always' : 'unless-met',
  };
}

/** Undefined where the environment is protected: no fault is made for one; and for a planned operation. */
function faultOf(open: FaultableEnvironment, { scenario }: DrillDefinition, seed: number): Fault | undefined {
  try {
    if (scenario.fault === undefined) return undefined;
    return makeFault(faultContextOf(open, seed), scenario.fault);
  } catch (error) {
    if (error instanceof EnvironmentProtected) return undefined;
    throw error;
  }
}

/** What is struck where no fault is made. */
const struck = ({ fault }: FailureScenario): readonly string[] => (fault === undefined ? [] : [fault.target]);

const planned = (
  fault: Fault,
  signal: AbortSignal,
): Promise<[readonly PlannedChange[], readonly LeasePart[]]> =>
  Promise.all([fault.plan(), fault.leases(signal)]);

/** @param lasts of the fault, whose lease cannot be renewed then */
function plannedLease(
  { location, description, ahead = milliseconds(0) }: LeasePart,
  lasts: Milliseconds | undefined,
  { lease, heartbeat }: FaultableEnvironment['environment']['safety'],
): PlannedLease {
  const endless = location.kind === 'environment';
  return {
    where: locationText(location),
    restores: description,
    duration: endless ? undefined : milliseconds((lasts ?? lease) - ahead),
    renewedEvery: endless || lasts !== undefined ? undefined : heartbeat,
  };
}

function besides(
  { name, environment }: FaultableEnvironment,
  drill: string,
  vpc: string | undefined,
): readonly PlannedChange[] {
  const { rates } = environment.workload;
  const load = applicationsOf(environment).map((each) => `${String(rates[each])} in ${each}`);
  const { name: container } = workloadContainer(`<run>/${drill}`);
  return [
    {
      target: vpc ?? `the VPC of ${name}`,
      change: `tag ${environmentLeaseTag}: until it is taken away nothing else drills on ${name}`,
      revert: 'take the tag away when what the drill left is gone',
    },
    {
      target: `a space, project and folder of its own, "${container}"`,
      change: `writes a second: ${load.join(', ')}; as many reads`,
      revert: 'remove them with all that is in them',
    },
  ];
}
