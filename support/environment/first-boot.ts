import type { InstanceId } from '../cloud/ids';
import type { Instance, Instances } from '../cloud/instances';
import { untilInstance } from '../cloud/until-state';
import { milliseconds, seconds, type Milliseconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { excerptOf } from '../drill/redaction/excerpt';
import { hostKeyFromConsole } from '../hosts/host-key';

export interface BootedInstance {
  readonly instance: Instance;
  /** `ssh-ed25519 AAAA…`, taken from the console: the one channel that nobody on the network can forge. */
  readonly hostKey: string;
}

/**
 * Until a new instance runs and has written its host key to its console.
 *
 * @param before the key of a boot that did not count: another one is waited for
 */
export async function untilBooted(
  instances: Pick<Instances, 'describe' | 'consoleOutput'>,
  id: InstanceId,
  name: string,
  deadline: Milliseconds,
  signal: AbortSignal,
  before?: string,
): Promise<BootedInstance> {
  const instance = await untilInstance(instances, id, 'running', { deadline, signal });
  const hostKey = await waitUntil({
    subject: `the host key of ${name} (${id}) on its console`,
    deadline,
    interval: milliseconds(250),
    attempt: seconds(20),
    signal,
    observe: async (attempt) => {
      const text = await instances.consoleOutput(id, attempt);
      const key = hostKeyFromConsole(text);
      if (key !== undefined && key !== before) return { value: key };
      const last = text.trim().split('\n').at(-1) ?? '';
      return { seen: last === '' ? 'an empty console' : `the console ends in "${excerptOf(last, 100)}"` };
    },
  });
  return { instance, hostKey };
}
