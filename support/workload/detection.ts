import type { Evidence } from '../drill/evidence-folder';
import { monitorState } from '../drill/monitor-state';
import type { Milliseconds } from '../drill/time';
import type { MonitorEvent } from '../drill/timeline';

/** The first event after `since` that puts the device into one of the states; its error bar may reach before `since`. */
export function detection(
  events: readonly MonitorEvent[],
  device: string,
  states: readonly string[],
  since: Milliseconds,
): MonitorEvent | undefined {
  const wanted = new Set(states.map((state) => monitorState(state)));
  return events
    .filter((event) => event.device === device && wanted.has(monitorState(event.tag)))
    .filter(({ at, error }) => at + error > since)
    .sort((a, b) => a.at - b.at)[0];
}

/** The expected detection of a drill, where it came. */
export function detectionOf({ manifest, monitorEvents, timeline }: Evidence): MonitorEvent | undefined {
  const injected = timeline.find(({ moment }) => moment === 'injected');
  if (injected === undefined || manifest.expectedDetection === undefined) return undefined;
  const { device, states } = manifest.expectedDetection;
  return detection(monitorEvents, device, states, injected.at);
}
