import { dirname } from 'node:path';
import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';

export interface FillVolumeTarget {
  readonly instance: string;
  /** Where the volume is mounted. */
  readonly mount: string;
  /** A folder on the volume in which `user` writes. */
  readonly folder: string;
  readonly user: string;
  /** The application's systemd unit. */
  readonly unit: string;
  /** How full it becomes, as AWS FIS's AWSFIS-Run-Disk-Fill takes it; to the last byte unless told. */
  readonly percent?: number;
  /** The file that fills it; one at its top unless told. Its folder is made where it is not there. */
  readonly filler?: string;
  readonly host: Shell;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** `firedrill` in its name, so that whoever finds it knows where it comes from. */
const FILLER = 'firedrill-filler';

/**
 * Fills a volume to the last byte, root's reserve included, or to a share of it, by one file. Reverting removes the file: what
 * else is on the volume was never touched.
 */
export function fillVolume({
  instance,
  mount,
  folder,
  user,
  unit,
  percent,
  filler = `${mount}/${FILLER}`,
  host,
  named,
}: FillVolumeTarget): Fault {
  const ballast = ballastOf(mount);
  const within = dirname(filler);
  const proofFile = `${folder}/.${FILLER}-proof`;
  let begun = false;
  return {
    name: 'fill-volume',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${mount}`,
        change: `write ${filler} until ${percent === undefined ? 'no byte is free' : `${String(percent)} % are used`}, beside 1 MiB of ballast`,
        revert: 'remove both files, the ballast first',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `remove ${filler}`, {
          holds: [`mount ${mount}`],
          note: `mountpoint -q ${quote(mount)} || { echo '${mount} on ${instance} is not a mount point: filling it would fill another volume'; exit 1; }
[ ! -e ${quote(filler)} ] || { echo '${filler} on ${instance} exists already: another drill has not been cleaned up'; exit 1; }
[ -d ${quote(within)} ] || echo ours > made
echo ours > filler
${ballast.take}`,
          revert: `[ -e filler ] || exit 0
if mountpoint -q ${quote(mount)}; then
  ${ballast.giveBack}
  rm -f ${quote(filler)} ${quote(proofFile)}
  [ ! -e made ] || [ ! -d ${quote(within)} ] || rmdir --ignore-fail-on-non-empty ${quote(within)}
  sync -f ${quote(mount)}
  echo '${filler} was removed'
fi`,
          lasts: { at: mount, before: unit },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      const options = { signal, timeout: seconds(120) };
      if (percent !== undefined) {
        await progress.halfway();
        await injectOnHost(host, id, fillTo(percent, mount, filler), options);
        return;
      }
      await injectOnHost(host, id, fillHalf(mount, filler), options);
      await progress.halfway();
      await injectOnHost(host, id, fillScript(mount, filler), options);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `nothing was written to ${mount} on ${instance}` };
      if (percent !== undefined) {
        const [blocks = 1, free = 0] = (await asRoot(host, `stat -f -c '%b %f' ${quote(mount)}`, { signal }))
          .trim()
          .split(' ')
          .map(Number);
        const used = (100 * (blocks - free)) / blocks;
        const observed = `${mount} on ${instance} is ${used.toFixed(1)} % full`;
        return { result: used >= percent ? 'installed' : 'skipped', observed };
      }
      // The kernel's count and a write as the application's user, each in a session of its own.
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
  };
}

const freeBytes = (mount: string): string =>
  `free() { stat -f -c '%f %S' ${quote(mount)} | { read -r blocks size; echo $((blocks * size)); }; }`;

const fillTo = (percent: number, mount: string, filler: string): string => `
mkdir -p ${quote(dirname(filler))}
: > ${quote(filler)}
chmod 600 ${quote(filler)}
stat -f -c '%b %f %S' ${quote(mount)} | { read -r blocks free size
  room=$(((free - blocks * (100 - ${String(percent)}) / 100 + 1) * size))
  [ "$room" -gt 0 ] || { echo '${mount} is fuller than ${String(percent)} % already' >&2; exit 1; }
  fallocate -l "$room" ${quote(filler)}
}
`;

const fillHalf = (mount: string, filler: string): string => `
${freeBytes(mount)}
mkdir -p ${quote(dirname(filler))}
: > ${quote(filler)}
chmod 600 ${quote(filler)}
fallocate -l $(($(free) / 2)) ${quote(filler)}
`;

/**
 * Whole blocks first, which is quick, then single bytes until the file system refuses. XFS gives back what it holds in
 * reserve for files that grow, so the last part is repeated until nothing is free twice running.
 */
const fillScript = (mount: string, filler: string): string => `
${freeBytes(mount)}
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
