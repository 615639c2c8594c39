import type { Instances } from '../cloud/instances';
import type { Clock } from '../drill/clock';
import { changesOf, type EventSource, type Look } from './event-source';

/** The name under which the status checks of an instance tell of it, among the monitor's devices. */
export const statusCheckDevice = (instance: string): string => `EC2 status of ${instance}`;

/**
 * EC2's state and status checks of an instance, by its name, as a device of its own: `Alarm` when it does not run or a
 * check has failed, `OK` again when it runs and all have passed, an event for each change. While checks are initializing
 * nothing is known, and nothing changes. Source: Amazon EC2 User Guide, "Status checks for Amazon EC2 instances".
 */
export const statusChecks = (
  instances: Pick<Instances, 'find' | 'status'>,
  instance: string,
  clock: Pick<Clock, 'now'>,
): EventSource =>
  changesOf(statusCheckDevice(instance), clock, (signal) => look(instances, instance, signal));

async function look(
  instances: Pick<Instances, 'find' | 'status'>,
  name: string,
  signal: AbortSignal,
): Promise<Look> {
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
