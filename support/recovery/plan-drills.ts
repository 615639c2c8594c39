import type { PlannedChange } from '../drill/fault';
import type { OpenEnvironment } from '../environment/open-environment';
import { faultNames, makeFault } from '../faults/faults';
import { actions } from './actions/actions';
import { readCatalogue, type DrillDefinition } from './catalogue';
import { faultContextOf } from './fault-context-of';
import { renderRunbook } from './render-runbook';

/** What a drill would do, resolved to ids where the environment is up. */
export interface PlannedDrill {
  readonly id: string;
  readonly title: string;
  /** Of the feature, its rule and its scenario: `@jira`. */
  readonly tags: readonly string[];
  readonly changes: readonly PlannedChange[];
  /** The runbook's steps with the exact commands, as a person would type them. */
  readonly runbook: {
    readonly title: string;
    readonly steps: readonly {
      readonly title: string;
      readonly target: string;
      readonly commands: readonly string[];
    }[];
  };
  /** The same for a person, in Markdown. */
  readonly markdown: string;
}

/**
 * What the drills would do to which instance, touching nothing: scenarios, runbooks and features are checked, faults ask
 * the cloud for ids. Throws a DefinitionError for files that do not fit together.
 */
export async function planDrills(
  checkout: string,
  open: OpenEnvironment,
  seed: number,
  filter: (drill: DrillDefinition) => boolean = () => true,
): Promise<readonly PlannedDrill[]> {
  const catalogue = readCatalogue(checkout, { actions, faults: { names: faultNames } });
  const { environment } = open;
  const context = faultContextOf(open, seed);
  return Promise.all(
    catalogue.drills.filter(filter).map(async ({ scenario, runbook, feature }) => ({
      id: scenario.id,
      title: scenario.title,
      tags: feature.tags,
      changes: await makeFault(context, scenario.fault).plan(),
      runbook: {
        title: runbook.title,
        steps: runbook.steps.map(({ title, target, action, parameters }) => ({
          title,
          target,
          commands: actions.get(action)?.commands(parameters, { environment, target }) ?? [],
        })),
      },
      markdown: renderRunbook(runbook, actions, environment),
    })),
  );
}
