import type { Application } from '../drill/history';
import type { StopCondition } from '../drill/stop-condition';

/** What an environment has that a stop condition can name. */
export interface Observable {
  /** The monitor's devices, by name. */
  readonly devices: readonly string[];
  readonly applications: readonly Application[];
}

/** What a stop condition names that the environment does not have, at the key that names it; undefined when nothing. */
export function unknownInStopCondition(
  condition: StopCondition,
  { devices, applications }: Observable,
): { readonly key: 'requests' | 'monitor'; readonly message: string } | undefined {
  if (condition.kind === 'requests' && !applications.includes(condition.application)) {
    const { application } = condition;
    const known = applications.join(', ') || 'none';
    return {
      key: 'requests',
      message: `nothing runs ${application}; expected one of ${known}; correct the name`,
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
