import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface HangApplicationTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Stops every process of an application with SIGSTOP: its connections stay open and nothing answers, and systemd calls
 * it active. Reverting lets go on those that were not stopped before.
 */
export function hangApplication({ instance, unit, host, named }: HangApplicationTarget): Fault {
  let begun = false;
  return {
    name: 'hang-application',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${unit}`,
        change: 'SIGSTOP to every process of the unit',
        revert: 'SIGCONT to those that were stopped by it',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `let the processes of ${unit} go on`, {
          holds: [`unit ${unit}`],
          note: `${processesOf(unit)}
processes > before
[ -s before ] || { echo '${unit} has no process: there is nothing to stop'; exit 1; }
grep -qv ' T$' before || { echo 'every process of ${unit} is stopped already'; exit 1; }`,
          revert: `[ -e before ] || exit 0
${processesOf(unit)}
processes | while read -r pid started state; do
  [ "$state" = T ] || continue
  # One that somebody had stopped before stays stopped.
  grep -q "^$pid $started T\\$" before || kill -CONT "$pid"
done
echo 'the processes of ${unit} go on'`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      const stop = (whom: 'main' | 'all') =>
        injectOnHost(host, id, `systemctl kill --kill-whom=${whom} --signal=SIGSTOP ${unit}`, { signal });
      await stop('main');
      await progress.halfway();
      await stop('all');
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${unit} on ${instance} was never stopped` };
      const script = `set -eu\n${processesOf(unit)}\nprocesses`;
      return untilSeen(
        `every process of ${unit} on ${instance} to stand still`,
        seconds(10),
        signal,
        async (attempt) => {
          const states = (await asRoot(host, script, { signal: attempt })).trim().split('\n');
          const stopped = states.filter((line) => line.endsWith(' T')).length;
          const seen = `the kernel has ${String(stopped)} of ${String(states.length)} processes of ${unit} on ${instance} stopped`;
          return stopped > 0 && stopped === states.length ? { value: seen } : { seen };
        },
      );
    },
  };
}

/**
 * A shell function that prints `pid start-time state` for each process in the unit's control group, as the kernel has it.
 * One that has ended and was not waited for (Z) is none any more: a parent that is stopped waits for nobody.
 */
const processesOf = (unit: string): string => `processes() {
  for cgroup in $(grep -l '/${unit.replaceAll('.', '\\.')}\\(/.*\\)*$' /proc/[0-9]*/cgroup 2>/dev/null); do
    process=\${cgroup%/cgroup}
    # Behind the name, which may hold anything: state first, start time twentieth (proc(5)).
    sed 's/.*) //' "$process/stat" 2>/dev/null | { read -r state a b c d e f g h i j k l m n o p q r started rest && [ "$state" != Z ] && echo "\${process#/proc/} $started $state"; } || true
  done
}`;
