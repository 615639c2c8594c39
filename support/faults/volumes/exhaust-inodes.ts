import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';

export interface ExhaustInodesTarget {
  readonly instance: string;
  /** Where the data volume is mounted. */
  readonly mount: string;
  /** The folder of the application's temporary files, which it may not have yet. */
  readonly temporary: string;
  /** Who writes there. */
  readonly user: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `confluence (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What inodes may take of the file system, in percent: XFS's imaxpct. It has 25 on a volume of this size. */
const BOUND = 1;

const files = `import os, sys
made = 0
try:
    while True:
        folder = os.path.join(sys.argv[1], f'session-{made // 1000:05}')
        os.mkdir(folder)
        for number in range(1000):
            os.close(os.open(os.path.join(folder, f'{number}.tmp'), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
            made += 1
except OSError as error:
    print(f'{made} files, and then: {error.strerror}')
`;

/**
 * Makes empty files among an application's temporary ones until the file system has no inode left, as a program does that
 * never removes them. Most blocks stay free. The bound of inodes is lowered first, so that some thousands of files reach it.
 */
export function exhaustInodes(target: ExhaustInodesTarget): Fault {
  const { instance, mount, temporary, user, host, environmentLease, named } = target;
  const probe = quote(`${temporary}/firedrill-proof`);
  const blocks = `stat -f -c '%f %b' ${quote(mount)} | { read -r free all; echo $((100 * free / all)); }`;
  let made: string | undefined;
  return {
    name: 'exhaust-inodes',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${temporary}`,
        change: `let inodes take ${String(BOUND)} % of ${mount} (xfs_growfs -m), and make empty files until none is left`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      await asRoot(
        host,
        `xfs_growfs -m ${String(BOUND)} ${quote(mount)} && install -d -o ${user} -g ${user} ${quote(temporary)}`,
        { signal },
      );
      await progress.halfway();
      const make = `runuser -u ${user} -- python3 -c ${quote(files)} ${quote(temporary)}`;
      made = await asRoot(host, make, { signal, timeout: minutes(3) });
    },

    prove: async (signal) => {
      if (made === undefined) return { result: 'skipped', observed: `no file was made in ${temporary}` };
      const free = Number(await asRoot(host, blocks, { signal }));
      const write = await tryAsRoot(host, `runuser -u ${user} -- touch ${probe}`, { signal });
      const refused = write.code !== 0 && write.stderr.includes('No space left on device');
      const observed = `${made.trim()}; ${String(free)} % of the blocks of ${mount} on ${instance} are free, and another file ${refused ? 'was refused' : 'could be made'}`;
      return { result: refused && free > 20 ? 'installed' : 'skipped', observed };
    },
  };
}
