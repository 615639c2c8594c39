import type { LeaseId, LeaseTerms } from '../../drill/lease';
import { quote } from '../shell';
import {
  bootUnit,
  durableFolder,
  DURABLE_LEASES,
  injectionUnit,
  leaseFolder,
  LEASES,
  leaseUnit,
} from './lease-files';

/** What a fault gives to be armed on a host: POSIX shell, run as root with the lease's `note/` as working folder. */
export interface HostLeaseScripts {
  /** What it occupies on the host: no two leases may hold one of these at a time. */
  readonly holds: readonly string[];
  /** Notes what is there now in files. It changes nothing but what `revert` removes; failing refuses the lease. */
  readonly note: string;
  /**
   * Puts back what was noted. It may run while the fault is half installed, before anything was noted, and again. What
   * it prints last is kept as what was put back.
   */
  readonly revert: string;
  /** When the fault's effect outlives a reboot: then the next boot must revert too. */
  readonly lasts?: {
    /** A path where the effect lies. No revert counts while what is mounted there is not, as on a host that goes down. */
    readonly at: string;
    /** A unit that a boot starts only when the effect is gone. It must not be one that `revert` starts: they would wait for each other. */
    readonly before?: string;
  };
}

const SHELL = 'set -eu\nexport LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin\n';

/**
 * The way to a lease's end, whoever begins it: its timer, its holder, another process in the holder's place, or the
 * boot. The injection is ended first, so that it cannot go on behind the revert; one end at a time; a failure is
 * repeated by systemd until it succeeds.
 */
const revertFrame = (id: LeaseId): string => `#!/bin/sh
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
cd ${leaseFolder(id)} || exit 1
: > revoked
systemctl kill --kill-whom=all --signal=KILL ${injectionUnit(id)}.service 2>/dev/null
exec 9> lock
flock 9
[ -e ended ] && exit 0
echo >> attempts
mounted() {
  [ ! -s mount ] || mountpoint -q "$(cat mount)" && return
  echo "$(cat mount) is not mounted: what is on it cannot be put back" | tee revert.log >&2
  return 1
}
mounted || exit 1
(cd note && exec sh -eu ../revert.sh 9>&-) > revert.log 2>&1 || { cat revert.log >&2; exit 1; }
mounted || exit 1
${forgetDurable(id)}
{
  echo "at=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)"
  echo "by=$(cat by 2>/dev/null || echo expiry)"
  echo "attempts=$(grep -c '' attempts)"
} > ended.new
mv ended.new ended
# The boot's unit is in systemd's memory although its file is gone.
[ "$(cat by 2>/dev/null)" != boot ] || systemctl daemon-reload
systemctl stop --no-block ${leaseUnit(id)}.timer 2>/dev/null
exit 0
`;

const forgetDurable = (id: LeaseId): string => `if [ -e ${durableFolder(id)} ]; then
  rm -rf /etc/systemd/system/multi-user.target.wants/${bootUnit(id)}.service \\
    /etc/systemd/system/${bootUnit(id)}.service ${durableFolder(id)}
  rmdir ${DURABLE_LEASES} /var/lib/firedrill 2>/dev/null
  sync -f /var/lib
fi`;

/** The timer first, then the notes: at no moment is there something to revert that nothing reverts. */
export function armScript(
  { id, fault, holder, duration }: LeaseTerms,
  { holds, note, revert, lasts }: HostLeaseScripts,
): string {
  const about = `id=${id}\nfault=${fault}\nholder=${holder}\n`;
  const file = (name: string, text: string): string => `printf %s ${quote(text)} > ${name}`;
  return `${SHELL}umask 077
[ ! -e ${leaseFolder(id)} ] || { echo 'the lease ${id} is there already' >&2; exit 1; }
mkdir -p ${leaseFolder(id)}/note
cd ${leaseFolder(id)}
${file('holds', holds.map((held) => `${held}\n`).join(''))}
for other in ${LEASES}/*/; do
  [ "$other" != ${leaseFolder(id)}/ ] && [ -e "$other/holds" ] && [ ! -e "$other/ended" ] || continue
  if held=$(grep -Fx -f holds "$other/holds"); then
    rm -rf ${leaseFolder(id)}
    echo "$held is held by the lease $(basename "$other")" >&2
    exit 1
  fi
done
${file('about', about)}
${file('run.sh', revertFrame(id))}
${file('revert.sh', revert)}
${file('note.sh', lasts === undefined ? note : `${noteMount(lasts.at)}\n${note}`)}
: > mount
systemd-run --quiet --unit=${leaseUnit(id)} --on-active=${String(duration / 1000)} --timer-property=AccuracySec=50ms \\
  --property=Type=oneshot --property=Restart=on-failure --property=RestartSec=1 --property=StartLimitIntervalSec=0 \\
  /bin/sh ${leaseFolder(id)}/run.sh
(cd note && exec sh -eu ../note.sh) > note.log 2>&1 || {
  cat note.log >&2
  systemctl stop ${leaseUnit(id)}.timer
  sh run.sh && rm -rf ${leaseFolder(id)}
  exit 1
}
${lasts === undefined ? '' : keepDurable(id, lasts.before)}
: > armed
`;
}

const noteMount = (path: string): string =>
  `findmnt --noheadings --output TARGET --target ${quote(path)} > ../mount`;

/** A copy on the root disk and a unit that the next boot starts, both on disk before the fault may act. */
const keepDurable = (id: LeaseId, before: string | undefined): string => `mkdir -p ${durableFolder(id)}
cp -R about holds mount run.sh revert.sh note ${durableFolder(id)}/
cat > ${durableFolder(id)}/boot.sh <<'END'
set -eu
umask 077
mkdir -p ${LEASES}
rm -rf ${leaseFolder(id)}
cp -R ${durableFolder(id)} ${leaseFolder(id)}
echo boot > ${leaseFolder(id)}/by
exec sh ${leaseFolder(id)}/run.sh
END
cat > /etc/systemd/system/${bootUnit(id)}.service <<'END'
[Unit]
Description=Firedrill: puts back what the lease ${id} had changed before the boot
After=local-fs.target firedrill-init.service${before === undefined ? '' : `\nBefore=${before}`}
StartLimitIntervalSec=0
[Service]
Type=oneshot
ExecStart=/bin/sh ${durableFolder(id)}/boot.sh
Restart=on-failure
RestartSec=1
END
ln -sf ../${bootUnit(id)}.service /etc/systemd/system/multi-user.target.wants/${bootUnit(id)}.service
sync -f /var/lib /etc/systemd/system`;

/** Prints `held`, with the timer begun anew, or `gone`. */
export const renewScript = (
  id: LeaseId,
): string => `${SHELL}cd ${leaseFolder(id)} 2>/dev/null || { echo gone; exit 0; }
exec 9> lock
flock -w 10 9
[ -e armed ] && [ ! -e revoked ] || { echo gone; exit 0; }
systemctl is-active --quiet ${leaseUnit(id)}.timer || { echo gone; exit 0; }
systemctl restart ${leaseUnit(id)}.timer
echo held
`;

/**
 * Runs a fault's act under its lease: in a unit of its own, so that the lease's end can stop it whoever has started
 * it, and only while the lease is armed. Exits with what the act exits, its words behind it.
 */
export const injectScript = (id: LeaseId, act: string): string => `${SHELL}umask 077
cd ${leaseFolder(id)} || exit 1
printf %s ${quote(act)} > inject.sh
printf %s ${quote(injectFrame(id))} > inject-run.sh
code=0
systemd-run --quiet --wait --collect --unit=${injectionUnit(id)} --property=Type=exec /bin/sh ${leaseFolder(id)}/inject-run.sh || code=$?
cat inject.out 2>/dev/null || true
cat inject.err >&2 2>/dev/null || true
exit "$code"
`;

const injectFrame = (id: LeaseId): string => `export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
cd ${leaseFolder(id)} || exit 1
exec 9> lock > inject.out 2> inject.err
flock 9
[ -e armed ] && [ ! -e revoked ] || { echo 'the lease ${id} has ended: nothing is injected any more' >&2; exit 1; }
cd note && exec sh -eu ../inject.sh
`;

/** Ends a lease now and prints its record (\`ended\`, an empty line, what was put back); prints nothing where there is none. */
export const revertScript = (id: LeaseId): string => `${SHELL}cd ${leaseFolder(id)} 2>/dev/null || exit 0
[ -e ended ] || [ -e by ] || echo release > by
if [ ! -e ended ]; then
  if systemctl cat ${leaseUnit(id)}.service >/dev/null 2>&1; then
    systemctl start ${leaseUnit(id)}.service || { cat revert.log >&2; exit 1; }
  else
    sh run.sh
  fi
fi
cat ended
echo
cat revert.log
systemctl stop ${leaseUnit(id)}.timer 2>/dev/null || true
systemctl reset-failed ${leaseUnit(id)}.service 2>/dev/null || true
cd /
rm -rf ${leaseFolder(id)}
rmdir ${LEASES} 2>/dev/null || true
`;

/** Prints a line for each lease on the host: its state (\`held\` or \`ended\`), and its \`about\` in one line. */
export const listScript = `${SHELL}for folder in ${LEASES}/*/ ${DURABLE_LEASES}/*/; do
  [ -e "$folder/about" ] || continue
  state=held
  [ ! -e "$folder/ended" ] || state=ended
  echo "$state $(tr '\\n' ' ' < "$folder/about")"
done
`;
