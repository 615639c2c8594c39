import type { Instances } from '../cloud/instances';
import type { Clock } from '../drill/clock';
import { milliseconds, type Milliseconds } from '../drill/time';
import type { MonitorEvent } from '../drill/timeline';

/** The name under which the status checks of an instance tell of it, among the monitor's devices. */
export const statusCheckDevice = (instance: string): string => `EC2 status of ${instance}`;

/** Gives what is new since the last call. */
export type EventSource = (signal: AbortSignal) => Promise<readonly MonitorEvent[]>;

/**
 * EC2's state and status checks of an instance, by its name, as a device of its own: `Alarm` when it does not run or a
 * check has failed, `OK` again when it runs and all have passed, an event for each change. While checks are initializing
 * nothing is known, and nothing changes. Source: Amazon EC2 User Guide, "Status checks for Amazon EC2 instances".
 */
export function statusChecks(
  instances: Pick<Instances, 'find' | 'status'>,
  instance: string,
  clock: Pick<Clock, 'now'>,
): EventSource {
  const device = statusCheckDevice(instance);
  let known: Tag = 'OK';
  let lookedAt: Milliseconds = clock.now();
  return async (signal) => {
    const asked = clock.now();
    const { tag, message } = await look(instances, instance, signal);
    // It changed at some time between the last look and this answer.
    const at = clock.now();
    const error = milliseconds(at - lookedAt);
    lookedAt = asked;
    if (tag === undefined || tag === known) return [];
    known = tag;
    return [{ at, error, device, tag, message, line: `${device}: ${tag}: ${message}` }];
  };
}

type Tag = 'OK' | 'Alarm';

async function look(
  instances: Pick<Instances, 'find' | 'status'>,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly tag: Tag | undefined; readonly message: string }> {
  const [found, ...more] = await instances.find({ Name: name }, signal);
  if (found === undefined)
    return { tag: 'Alarm', message: `EC2 knows no instance named ${name} that is not terminated` };
  const { id, state } = found;
  // One that is replaced may be there beside the one that goes.
  if (more.length > 0 || state === 'pending')
    return { tag: undefined, message: `${name} is being brought up` };
  if (state !== 'running') return { tag: 'Alarm', message: `${id} is ${state}` };
  const status = await instances.status(id, signal);
  if (status === 'ok') return { tag: 'OK', message: `${id} runs, and its status checks have passed` };
  return { tag: status.includes('impaired') ? 'Alarm' : undefined, message: `${id} runs; ${status}` };
}
