import type { Application } from '../drill/history';
import { LEAST_REQUESTS, secondsText, type StopCondition } from '../drill/stop-condition';

/** What an environment has that a stop condition can name. */
export interface Observable {
  /** The monitor's devices, by name. */
  readonly devices: readonly string[];
  readonly applications: readonly Application[];
  /** Writes a second by application; readers take the same again. */
  readonly rates: Readonly<Record<Application, number>>;
}

/** A window must have room for so many requests that enough of them have ended whatever the moment. */
const ROOM = 2 * LEAST_REQUESTS;

/**
 * Why a stop condition could never be met on the environment, at the key that is wrong: it names what is not there, or
 * its window is too short. Undefined for one that can.
 */
export function wrongInStopCondition(
  condition: StopCondition,
  { devices, applications, rates }: Observable,
): { readonly key: 'requests' | 'monitor' | 'for'; readonly message: string } | undefined {
  if (condition.kind === 'requests' && !applications.includes(condition.application)) {
    const { application } = condition;
    const known = applications.join(', ') || 'none';
    return {
      key: 'requests',
      message: `nothing runs ${application}; expected one of ${known}; correct the name`,
    };
  }
  if (condition.kind === 'requests') {
    const { application, for: window } = condition;
    const ended = (2 * rates[application] * window) / 1000;
    if (ended >= ROOM) return undefined;
    return {
      key: 'for',
      message: `only ${String(Math.floor(ended))} requests to ${application} end in ${secondsText(window)}; expected at least ${String(ROOM)}; make it longer`,
    };
  }
  if (condition.kind === 'monitor' && !devices.includes(condition.device)) {
    const known = devices.join(', ') || 'none';
    return {
      key: 'monitor',
      message: `the monitor has no device "${condition.device}"; expected one of ${known}; correct the name`,
    };
  }
  return undefined;
}
