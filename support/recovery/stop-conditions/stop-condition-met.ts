import type { Application } from '../../drill/history';
import { monitorState } from '../../drill/monitor-state';
import { LEAST_REQUESTS, secondsText, shareText, type StopCondition } from '../../drill/stop-condition';
import { milliseconds, type Milliseconds } from '../../drill/time';
import type { MonitorEvent } from '../../drill/timeline';
import type { EndedRequests } from '../../workload/ended-requests';

/** What of a drill is seen, on its clock. */
export interface DrillView {
  readonly now: Milliseconds;
  /** When the fault began at the earliest. */
  readonly injected: Milliseconds;
  /** The application's requests that ended after `since`. */
  readonly endedSince: (application: Application, since: Milliseconds) => EndedRequests;
  /** In the log's order. */
  readonly monitorEvents: readonly MonitorEvent[];
}

/**
 * What was seen that meets the condition, in words; undefined while nothing does. Nothing from before the injection
 * counts: a window is first looked at when all of it lies after. What cannot be seen meets nothing, whether there are
 * too few requests or the monitor does not answer; that is what a deadline is for.
 */
export function stopConditionMet(condition: StopCondition, view: DrillView): string | undefined {
  switch (condition.kind) {
    case 'requests':
      return requestsFail(condition, view);
    case 'monitor':
      return monitorHasIt(condition, view);
    case 'deadline': {
      const inForce = view.now - view.injected;
      return inForce < condition.after ? undefined : `the fault is in force for ${secondsText(inForce)}`;
    }
  }
}

type Condition<K extends StopCondition['kind']> = Extract<StopCondition, { readonly kind: K }>;

function requestsFail(
  { application, failing: share, for: window }: Condition<'requests'>,
  { now, injected, endedSince }: DrillView,
): string | undefined {
  const from = now - window;
  if (from < injected) return undefined;
  const { ended, failing } = endedSince(application, milliseconds(from));
  if (ended < LEAST_REQUESTS || failing / ended < share) return undefined;
  return `${String(failing)} of the ${String(ended)} requests to ${application} that ended in the last ${secondsText(window)} failed (${shareText(failing / ended)})`;
}

function monitorHasIt(
  { device, states, for: window }: Condition<'monitor'>,
  { now, injected, monitorEvents }: DrillView,
): string | undefined {
  // An acknowledgement or a note says nothing of the state.
  const told = monitorEvents.filter(
    (event) => event.device === device && monitorState(event.tag) !== 'Unknown',
  );
  const isMet = (event: MonitorEvent): boolean => states.includes(monitorState(event.tag));
  const first = told[told.findLastIndex((event) => !isMet(event)) + 1];
  const last = told.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // A device that was ill before the injection is ill of something else; it is given the whole time once more.
  const lasting = now - Math.max(first.at, injected);
  if (lasting < window) return undefined;
  const message = last.message === '' ? '' : ` (${last.message})`;
  return `the monitor has "${device}" ${monitorState(last.tag)}${message} for ${secondsText(lasting)}`;
}
