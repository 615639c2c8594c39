/** What a host is, as far as a fault may change it: one line a fact, sorted, so that two of them can be compared. */
export type Fingerprint = readonly string[];

/** What events leave for a while themselves: it is no part of the fingerprint. */
export const FILLER = 'matrix-filler';
export const SSH_TABLE = 'matrix-ssh';

/**
 * Root's shell on the target. It leaves out what changes by itself: processes' ids, log-ins, LMDB's table of readers,
 * records of leases that have ended.
 */
export const fingerprintScript = `
export LC_ALL=C
nft list tables | grep -v ' ${SSH_TABLE}$' | while read -r _ family name; do
  nft -s list table "$family" "$name" | sed "s/^/rules $name /"
done
sort /proc/1/mounts | grep -v ' /run/credentials/' | sed 's/^/mount /'
systemctl list-units --all --plain --no-legend 'firedrill-*' | awk '$1 != "firedrill-init.service" { print "unit " $1, $3, $4 }'
systemctl list-units --all --plain --no-legend --type=timer | awk '{ print "timer " $1, $3 }'
ls /run/systemd/transient 2>/dev/null | grep -v '^session-' | sed 's/^/transient /'
for unit in slapd ssh nagios-nrpe-server firedrill-init; do
  echo "service $unit $(systemctl is-active $unit)"
done
for pid in $(cat /sys/fs/cgroup/systemd/system.slice/slapd.service/cgroup.procs /sys/fs/cgroup/system.slice/slapd.service/cgroup.procs 2>/dev/null); do
  awk '/^(Name|State|Uid):/ { printf "%s %s ", $1, $2 } END { print "" }' /proc/$pid/status | sed 's/State: [SR] /State: runs /; s/^/process /'
done
find /srv/ldap /etc/ldap /etc/systemd/system /etc/nftables.conf /etc/firedrill /var/lib/firedrill -xdev \\
  ! -name lock.mdb ! -name ${FILLER} \\( -type f -o -type d -o -type l \\) -printf 'file %y %m %u:%g %p %l\\n' 2>/dev/null
find /srv/ldap /etc/ldap /etc/systemd/system /etc/nftables.conf /etc/firedrill /var/lib/firedrill -xdev \\
  ! -name lock.mdb ! -name ${FILLER} -type f -exec sha256sum {} + 2>/dev/null | sed 's/^/bytes /'
stat -f -c 'free %f' /srv/ldap
`;

/** Blocks (of 4 KiB) that may be free more or fewer without anybody having left something: the file system's own. */
const FREE_TOLERANCE = 512;

export function parseFingerprint(text: string): Fingerprint {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .sort();
}

/** What is there now and was not before (`+`), and the other way round (`-`); empty for hosts that are alike. */
export function differences(before: Fingerprint, now: Fingerprint): readonly string[] {
  const free = (lines: Fingerprint): number =>
    Number(lines.find((line) => line.startsWith('free '))?.slice(5) ?? NaN);
  const facts = (lines: Fingerprint): readonly string[] => lines.filter((line) => !line.startsWith('free '));
  const count = (lines: readonly string[]): ReadonlyMap<string, number> => {
    const counted = new Map<string, number>();
    for (const line of lines) counted.set(line, (counted.get(line) ?? 0) + 1);
    return counted;
  };
  const [was, is] = [count(facts(before)), count(facts(now))];
  const more = [...is].filter(([line, times]) => times > (was.get(line) ?? 0)).map(([line]) => `+ ${line}`);
  const less = [...was].filter(([line, times]) => times > (is.get(line) ?? 0)).map(([line]) => `- ${line}`);
  // Only hosts have any.
  const moved = Math.abs(free(now) - free(before)) || 0;
  return [
    ...more,
    ...less,
    ...(moved <= FREE_TOLERANCE
      ? []
      : [`~ ${String(free(now) - free(before))} free blocks on the data volume`]),
  ];
}
