import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../drill/fault';
import { seconds } from '../drill/time';
import { asRoot } from './as-root';
import { quote, type Shell } from '../hosts/shell';

export interface CorruptFilesTarget {
  readonly instance: string;
  /** The folder whose `.bin` files may be damaged, searched at every depth. */
  readonly root: string;
  readonly count: number;
  readonly seed: number;
  /** Seconds since the epoch; files that were modified later are left alone. The last snapshot's moment. */
  readonly before: number;
  readonly host: Shell;
}

const script = readFileSync(join(__dirname, 'corrupt-files.py'), 'utf8');
/** In memory of the instance, outside the volume that is damaged; a reboot has nothing to revert on its own. */
const KEEP = '/run/firedrill-corrupt-files';

const damagedFiles = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      original: z.string(),
      damaged: z.string(),
      size: z.number(),
      mtime: z.number(),
    }),
  ),
});
const seenFiles = z.object({
  files: z.array(z.object({ path: z.string(), now: z.string(), size: z.number(), mtime: z.number() })),
});
const reverted = z.object({ restored: z.array(z.string()), left: z.array(z.string()) });

/**
 * Inverts 32 bytes in each of a few content files, in place and synced, with size and modification time kept. Which
 * files is drawn from the seed. Reverting puts back the bytes of those that nobody has restored or deleted since.
 */
export function corruptFiles({ instance, root, count, seed, before, host }: CorruptFilesTarget): Fault {
  let begun = false;
  let damaged: z.infer<typeof damagedFiles>['files'] = [];
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
    plan: () =>
      Promise.resolve([
        {
          target: `${instance}: ${root}`,
          change: `invert 32 bytes in each of ${String(count)} files that the last snapshot holds`,
          revert: 'put back the kept bytes of those that were not restored',
        },
      ]),

    inject: async (signal) => {
      begun = true;
      const order = { do: 'corrupt', root, keep: KEEP, count, seed, before };
      damaged = (await ask(order, damagedFiles, signal)).files;
    },

    prove: async (signal) => {
      if (damaged.length === 0) return { result: 'skipped', observed: `no file below ${root} was changed` };
      const seen = (
        await ask({ do: 'prove', files: damaged.map(({ path }) => ({ path })) }, seenFiles, signal)
      ).files;
      const changed = damaged.filter(({ path, original, size, mtime }) => {
        const now = seen.find((file) => file.path === path);
        return now !== undefined && now.now !== original && now.size === size && now.mtime === mtime;
      });
      const names = changed.map(({ path }) => path.slice(root.length + 1)).join(', ');
      const observed = `${String(changed.length)} of ${String(damaged.length)} files on ${instance} have other bytes on disk and the same size and time: ${names}`;
      return { result: changed.length === damaged.length ? 'installed' : 'indeterminate', observed };
    },

    revert: async (signal) => {
      if (begun) await ask({ do: 'revert', keep: KEEP }, reverted, signal);
    },
  };
}
