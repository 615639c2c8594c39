import { z } from 'zod';
import { instanceNamed } from '../../environment/environment';
import { asRoot } from '../../faults/as-root';
import { quote, type Shell } from '../../hosts/shell';
import { action } from './action';
import { onInstance } from './commands';

const percent = z
  .string()
  .regex(/^(100|\d{1,2})$/, { error: 'expected a percentage from 0 to 100' })
  .transform(Number);

const dfCommand = (mount: string): string => `df --block-size=1 --output=size,used,avail ${quote(mount)}`;

/** Says how full an instance's data volume is; fails when that is less than `atLeast` or more than `atMost` percent. */
export const checkDiskUsage = action({
  name: 'check-disk-usage',
  parameters: z.strictObject({ atLeast: percent.optional(), atMost: percent.optional() }),
  commands: (_, { environment, target }) => [
    onInstance(target, `df --human-readable ${instanceNamed(environment, target).volume.mount}`),
  ],
  async run({ atLeast = 0, atMost = 100 }, { environment, target, host }, signal) {
    const { mount } = instanceNamed(environment, target).volume;
    const { size, available } = await diskUsage(host(target), mount, signal);
    const used = (100 * (size - available)) / size;
    const observed = `${mount} on ${target} is ${used.toFixed(1)} % full: ${String(available)} of ${String(size)} bytes are free`;
    if (used < atLeast || used > atMost) {
      throw new Error(`${observed}; expected between ${String(atLeast)} and ${String(atMost)} %`);
    }
    return observed;
  },
});

/** Bytes, as the kernel counts them for a user who is not root. */
export async function diskUsage(
  shell: Shell,
  mount: string,
  signal: AbortSignal,
): Promise<{ readonly size: number; readonly available: number }> {
  const lines = (await asRoot(shell, dfCommand(mount), { signal })).trim().split('\n');
  const [size, , available] = (lines[1] ?? '').trim().split(/\s+/).map(Number);
  if (size === undefined || available === undefined || !(size > 0)) {
    throw new Error(`df said of ${mount}: ${lines.join(' / ')}`);
  }
  return { size, available };
}
