import type { PlannedChange } from '../drill/fault';
import { minutes } from '../drill/time';
import type { OpenEnvironment } from '../environment/open-environment';
import { makeFault } from '../faults/faults';
import { actions } from './actions/actions';
import type { Catalogue } from './catalogue';
import { faultContextOf } from './fault-context-of';
import { renderRunbook } from './render-runbook';
import { withTimeLimit } from './time-limit';

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

/** What each drill would do to which instance, touching nothing: the faults ask the cloud for ids. */
export async function planDrills(
  open: OpenEnvironment,
  catalogue: Catalogue,
  seed: number,
  signal: AbortSignal,
): Promise<readonly PlannedDrill[]> {
  const { environment } = open;
  const context = faultContextOf(open, seed);
  return Promise.all(
    catalogue.drills.map(async ({ scenario, runbook, feature }) => ({
      id: scenario.id,
      title: scenario.title,
      tags: feature.tags,
      changes: await withTimeLimit(`planning ${scenario.id}`, minutes(1), signal, () =>
        makeFault(context, scenario.fault).plan(),
      ),
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
