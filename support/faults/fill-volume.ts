import type { Fault } from '../drill/fault';
import { seconds } from '../drill/time';
import { asRoot, tryAsRoot } from './as-root';
import { quote, type Shell } from '../hosts/shell';

export interface FillVolumeTarget {
  readonly instance: string;
  /** Where the volume is mounted. */
  readonly mount: string;
  /** A folder on the volume in which `user` writes. */
  readonly folder: string;
  readonly user: string;
  readonly host: Shell;
}

/** `firedrill` in its name, so that whoever finds it knows where it comes from. */
const FILLER = 'firedrill-filler';

/**
 * Fills a volume to the last byte, root's reserve included, by one file at its top. Reverting removes the file: what
 * else is on the volume was never touched.
 */
export function fillVolume({ instance, mount, folder, user, host }: FillVolumeTarget): Fault {
  const filler = `${mount}/${FILLER}`;
  const proofFile = `${folder}/.${FILLER}-proof`;
  let begun = false;
  return {
    name: 'fill-volume',
    plan: () =>
      Promise.resolve([
        {
          target: `${instance}: ${mount}`,
          change: `write ${filler} until no byte is free`,
          revert: `remove ${filler}`,
        },
      ]),

    inject: async (signal) => {
      if ((await tryAsRoot(host, `mountpoint -q ${quote(mount)}`, { signal })).code !== 0) {
        throw new Error(`${mount} on ${instance} is not a mount point: filling it would fill another volume`);
      }
      if ((await tryAsRoot(host, `test -e ${quote(filler)}`, { signal })).code === 0) {
        throw new Error(`${filler} on ${instance} exists already: another drill has not been cleaned up`);
      }
      begun = true;
      await asRoot(host, fillScript(mount, filler), { signal, timeout: seconds(120) });
    },

    prove: async (signal) => {
      // The kernel's count and a write as the database's user, each in a session of its own.
      const free = Number((await asRoot(host, `stat -f -c '%a' ${quote(mount)}`, { signal })).trim());
      const write = await tryAsRoot(
        host,
        `runuser -u ${user} -- dd if=/dev/zero of=${quote(proofFile)} bs=64k count=16 conv=fsync`,
        { signal },
      );
      await asRoot(host, `rm -f ${quote(proofFile)}`, { signal });
      const refused = write.code !== 0 && write.stderr.includes('No space left on device');
      const words = write.stderr.trim().split('\n')[0] ?? '';
      const observed = `${mount} on ${instance} has ${String(free)} free blocks; a write as ${user} ${
        refused ? `was refused: ${words}` : `ended with ${String(write.code)}: ${words}`
      }`;
      if (refused) return { result: 'installed', observed };
      return { result: write.code === 0 ? 'skipped' : 'indeterminate', observed };
    },

    revert: async (signal) => {
      if (begun) await asRoot(host, `rm -f ${quote(filler)}`, { signal, timeout: seconds(60) });
    },
  };
}

/**
 * Whole blocks first, which is quick, then single bytes until the file system refuses. XFS gives back what it holds in
 * reserve for files that grow, so the last part is repeated until nothing is free twice running.
 */
const fillScript = (mount: string, filler: string): string => `
set -eu
export LC_ALL=C
free() { stat -f -c '%f %S' ${quote(mount)} | { read -r blocks size; echo $((blocks * size)); }; }
: > ${quote(filler)}
chmod 600 ${quote(filler)}
room=$(free)
while [ "$room" -gt 65536 ]; do
  size=$(stat -c %s ${quote(filler)})
  fallocate -o "$size" -l "$room" ${quote(filler)} 2>/dev/null || room=$((room / 2))
  left=$(free)
  [ "$left" -ge "$room" ] || room=$left
done
passes=0
full=0
while [ "$full" -lt 2 ]; do
  passes=$((passes + 1))
  [ "$passes" -le 50 ] || { echo "still room after $passes passes" >&2; exit 1; }
  before=$(stat -c %s ${quote(filler)})
  dd if=/dev/zero of=${quote(filler)} bs=4096 oflag=append conv=notrunc,fsync status=none 2>/dev/null || true
  dd if=/dev/zero of=${quote(filler)} bs=1 count=4096 oflag=append conv=notrunc,fsync status=none 2>/dev/null || true
  after=$(stat -c %s ${quote(filler)})
  if [ "$after" -eq "$before" ]; then full=$((full + 1)); else full=0; fi
done
stat -c %s ${quote(filler)}
`;
