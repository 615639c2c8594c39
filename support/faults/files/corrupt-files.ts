import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { asRoot } from '../../hosts/as-root';
import { quote, type Shell } from '../../hosts/shell';

export interface CorruptFilesTarget {
  readonly instance: string;
  /** The folder whose files may be damaged, searched at every depth, and how their names end. */
  readonly root: string;
  readonly suffix: string;
  readonly count: number;
  readonly seed: number;
  /**
   * Seconds since the epoch; files that were modified later are left alone. The last snapshot's moment; without it they may
   * be of any age, for what is stored again from its source.
   */
  readonly before?: number;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `alfresco (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const script = readFileSync(join(__dirname, 'corrupt-files.py'), 'utf8');

const damagedFiles = z.object({
  files: z.array(z.object({ path: z.string(), original: z.string(), size: z.number(), mtime: z.number() })),
});
const seenFiles = z.object({
  files: z.array(z.object({ path: z.string(), now: z.string(), size: z.number(), mtime: z.number() })),
});
type DamagedFile = z.infer<typeof damagedFiles>['files'][number];

/**
 * Inverts 32 bytes in each of a few files, in place and synced, with size and modification time kept. Which files is
 * drawn from the seed. A backup that keeps no copy on the same machine is what brings them back, or the golden snapshot.
 */
export function corruptFiles(target: CorruptFilesTarget): Fault {
  const { instance, root, suffix, count, seed, before, host, environmentLease, named } = target;
  let damaged: readonly DamagedFile[] = [];
  const ask = async <S extends z.ZodType>(
    order: object,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.infer<S>> => {
    const command = `python3 - ${quote(JSON.stringify(order))}`;
    return schema.parse(
      JSON.parse(await asRoot(host, command, { signal, input: script, timeout: seconds(60) })),
    );
  };
  return {
    name: 'corrupt-files',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${root}`,
        change: `invert 32 bytes in each of ${String(count)} files${suffix === '' ? '' : ` named *${suffix}`}, drawn by seed ${String(seed)}${before === undefined ? '' : ` of those from before ${new Date(before * 1000).toISOString()}`}`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const damage = async (first: number, last: number): Promise<readonly DamagedFile[]> => {
        const order = { do: 'corrupt', root, suffix, count, seed, before, first, last };
        return (await ask(order, damagedFiles, signal)).files;
      };
      damaged = await damage(0, 1);
      await progress.halfway();
      if (count > 1) damaged = [...damaged, ...(await damage(1, count))];
    },

    prove: async (signal) => {
      if (damaged.length === 0) return { result: 'skipped', observed: `no file below ${root} was changed` };
      const order = { do: 'look', files: damaged.map(({ path }) => ({ path })) };
      const seen = (await ask(order, seenFiles, signal)).files;
      const changed = damaged.filter(({ path, original, size, mtime }) => {
        const now = seen.find((file) => file.path === path);
        return now !== undefined && now.now !== original && now.size === size && now.mtime === mtime;
      });
      const names = changed.map(({ path }) => path.slice(root.length + 1)).join(', ');
      const observed = `${String(changed.length)} of ${String(count)} files on ${instance} have other bytes on disk and the same size and time: ${names}`;
      return { result: changed.length === count ? 'installed' : 'indeterminate', observed };
    },
  };
}
