import { z } from 'zod';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote, type Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';

const percent = z
  .string()
  .regex(/^(100|\d{1,2})$/, { error: 'expected a percentage from 0 to 100' })
  .transform(Number);

type Unit = 'bytes' | 'inodes';

const dfCommand = (mount: string, unit: Unit): string =>
  unit === 'bytes'
    ? `df --block-size=1 --output=size,used,avail ${quote(mount)}`
    : `df --output=itotal,iused,iavail ${quote(mount)}`;

/**
 * Says how full an instance's data volume is, or its root volume; of bytes unless told. Fails when that is less than
 * `atLeast` or more than `atMost` percent.
 */
export const checkDiskUsage = action({
  name: 'check-disk-usage',
  parameters: z.strictObject({
    atLeast: percent.optional(),
    atMost: percent.optional(),
    of: z.enum(['bytes', 'inodes']).default('bytes'),
    volume: z.enum(['data', 'root']).default('data'),
  }),
  commands: ({ of: unit, volume }, { environment, target }) => [
    onInstance(
      target,
      `df --${unit === 'bytes' ? 'human-readable' : 'inodes'} ${mountOf(instanceNamed(environment, target), volume)}`,
    ),
  ],
  async run({ atLeast = 0, atMost = 100, of: unit, volume }, { environment, target, host }, signal) {
    const mount = mountOf(instanceNamed(environment, target), volume);
    const { size, available } = await diskUsage(host(target), mount, signal, unit);
    const used = (100 * (size - available)) / size;
    const observed = `${mount} on ${target} is ${used.toFixed(1)} % full: ${String(available)} of ${String(size)} ${unit} are free`;
    if (used < atLeast || used > atMost) {
      throw new Error(`${observed}; expected between ${String(atLeast)} and ${String(atMost)} %`);
    }
    return observed;
  },
});

const mountOf = ({ volume }: InstanceDeclaration, which: 'data' | 'root'): string =>
  which === 'root' ? '/' : volume.mount;

/** Bytes or inodes, as the kernel counts them for a user who is not root. */
export async function diskUsage(
  shell: Shell,
  mount: string,
  signal: AbortSignal,
  unit: Unit = 'bytes',
): Promise<{ readonly size: number; readonly available: number }> {
  const lines = (await asRoot(shell, dfCommand(mount, unit), { signal })).trim().split('\n');
  const [size, , available] = (lines[1] ?? '').trim().split(/\s+/).map(Number);
  if (size === undefined || available === undefined || !(size > 0)) {
    throw new Error(`df said of ${mount}: ${lines.join(' / ')}`);
  }
  return { size, available };
}
