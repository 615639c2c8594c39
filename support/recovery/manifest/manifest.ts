import type { DrillManifest } from '../../drill/evidence';
import type { DrillStop } from '../../drill/stop-condition';
import type { DrillOptions } from '../drill/drill-options';
import type { Inventory } from '../ports/drill-ports';
import { definitionDigest } from './definition-digest';
import { firedrillBuild } from './firedrill-build';

/** A drill's manifest as it stands; without `endedAt` for one that has not been ended in order. */
export function manifestOf(
  facts: Pick<DrillOptions, 'definition' | 'ports' | 'run' | 'seed' | 'title' | 'location'> & {
    readonly startedAt: string;
    readonly endedAt: Date | undefined;
    readonly inventory: Inventory;
    readonly errors: readonly string[];
    readonly stopped: DrillStop | undefined;
    readonly cut: string | undefined;
    readonly outcome: NonNullable<DrillManifest['outcome']>['seen'];
  },
): DrillManifest {
  const { definition, ports, run, seed, title, location, startedAt, endedAt, inventory, errors } = facts;
  const { stopped, cut, outcome } = facts;
  const { scenario } = definition;
  return {
    version: 1,
    drill: scenario.id,
    title,
    location,
    run,
    seed,
    environment: ports.environment.name,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    standIns: inventory.standIns,
    versions: { firedrill: firedrillBuild(), node: process.versions.node, ...inventory.versions },
    scenario: { class: scenario.class, component: scenario.component, likelihood: scenario.likelihood },
    definition: definitionDigest(definition),
    ...(inventory.revision === undefined ? {} : { revision: inventory.revision }),
    ...(inventory.images === undefined ? {} : { images: inventory.images }),
    objectives: { rtoMs: scenario.objectives.rto, rpoMs: scenario.objectives.rpo },
    ...(scenario.before === undefined ? {} : { archive: { givesUp: scenario.before.givesUp } }),
    ...(scenario.operation === undefined ? {} : { operation: operationOf(scenario.operation) }),
    ...(scenario.detection === undefined
      ? {}
      : {
          expectedDetection: {
            device: scenario.detection.device,
            states: scenario.detection.states,
            withinMs: scenario.detection.within,
          },
        }),
    runbook: scenario.then.runbook,
    ...(scenario.then.goesBackAfter === undefined ? {} : { goesBackAfter: scenario.then.goesBackAfter }),
    ...(scenario.outcome === undefined
      ? {}
      : { outcome: { that: scenario.outcome.that, ...(outcome === undefined ? {} : { seen: outcome }) } }),
    errors: [...errors],
    ...(scenario.blastRadius === undefined ? {} : { blastRadius: scenario.blastRadius }),
    ...(stopped === undefined ? {} : { stopped }),
    ...(cut === undefined ? {} : { cut }),
    steadyForMs: ports.environment.workload.steadyFor,
  };
}

const operationOf = ({
  interruption,
  refused,
  brings,
}: NonNullable<DrillOptions['definition']['scenario']['operation']>): NonNullable<
  DrillManifest['operation']
> => ({
  interruptionMs: interruption,
  ...(refused === undefined ? {} : { refused }),
  ...(brings === undefined ? {} : { brings }),
});
