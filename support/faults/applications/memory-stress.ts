import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../../drill/fault';
import { seconds, type Milliseconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { startAgain } from './kill-application';
import { unitState } from '../../hosts/unit-state';
import { untilSeen } from '../until-seen';

export interface MemoryStressTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  /** Where its data volume is mounted. */
  readonly mount: string;
  /** Of the instance's memory, how much is used in the end; above 100, the kernel ends the largest process. */
  readonly percent: number;
  /** How many processes take it: the more, the smaller is each beside the application. */
  readonly workers: number;
  readonly duration: Milliseconds;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What is used when the kernel has ended something, in percent: an administrator still gets in. */
const SETTLED = 94;
const UNIT = 'firedrill-memory-stress.service';
/** How many processes the kernel has ended on the machine for want of memory: control groups of version 2, of version 1, neither. */
const kernelsCount = `cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control /proc/vmstat 2>/dev/null | awk '$1 == "oom_kill" { print $2; exit }'`;
const script = readFileSync(join(__dirname, 'memory-stress.py'), 'utf8');

/**
 * Takes the instance's memory, as AWS Fault Injection Service does with AWSFIS-Run-Memory-Stress (stress-ng's vm workers),
 * until the kernel ends the application for want of it. A part of it is given back then, for without it nobody could log in
 * to the instance; the rest is held. Reverting ends the workers and starts the application.
 */
export function memoryStress(target: MemoryStressTarget): Fault {
  const { instance, unit, staleFiles, mount, percent, workers, duration, host, named } = target;
  const ballast = ballastOf(mount);
  const order = [workers, percent, SETTLED, duration / 1000].map(String);
  let before: number | undefined;
  return {
    name: 'memory-stress',
    strikes: [instance],
    plan: async () => [
      {
        target: await named(AbortSignal.timeout(seconds(30))),
        change: `take memory until ${String(percent)} % are used, by ${String(workers)} processes, for at most ${String(duration / 1000)} s, and ${String(SETTLED)} % when the kernel has ended something, beside 1 MiB of ballast on ${mount}`,
        revert: `remove the ballast, end these processes, start ${unit} if it ran and does not run`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give the memory back, and start ${unit} if it is not running`, {
          holds: ['memory', `unit ${unit}`],
          note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): nobody could see it end"; exit 1; }
! systemctl is-active --quiet ${UNIT} || { echo '${UNIT} runs already'; exit 1; }
${ballast.take}`,
          revert: `systemctl kill --kill-whom=all --signal=KILL ${UNIT} 2>/dev/null || true
systemctl stop ${UNIT} 2>/dev/null || true
systemctl reset-failed ${UNIT} 2>/dev/null || true
${ballast.giveBack}
sync -f ${quote(mount)}
${startAgain(unit, staleFiles)}`,
          lasts: { at: mount },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      const main = await asRoot(host, `systemctl show ${unit} --property=MainPID --value`, { signal });
      if (!(Number(main.trim()) > 0)) throw new Error(`${unit} on ${instance} has no main process`);
      const count = Number(await asRoot(host, kernelsCount, { signal }));
      await progress.halfway();
      await injectOnHost(
        host,
        id,
        // The workers are told apart from the application by the kernel's own count only: no score is changed.
        `systemd-run --quiet --unit=${UNIT} --property=OOMPolicy=continue python3 -c ${quote(script)} ${order.join(' ')}`,
        { signal },
      );
      before = count;
    },

    prove: async (signal) => {
      const first = before;
      if (first === undefined) return { result: 'skipped', observed: `no memory of ${instance} was taken` };
      return untilSeen(`the kernel to end ${unit} on ${instance}`, seconds(90), signal, async (attempt) => {
        const [state, stress, count] = await Promise.all([
          unitState(host, unit, { signal: attempt }),
          unitState(host, UNIT, { signal: attempt }),
          asRoot(host, kernelsCount, { signal: attempt }),
        ]);
        const killed = Number(count) - first;
        const { ActiveState: active, Result: result, ExecMainStatus: status } = state;
        const seen = `${unit} on ${instance} is ${active ?? 'unknown'}: result ${result ?? '?'}, last status ${status ?? '?'}; ${UNIT} is ${stress.ActiveState ?? 'unknown'}; for want of memory the kernel has ended ${String(killed)} processes`;
        const ended = result === 'oom-kill' || (result === 'signal' && status === '9');
        return ended && active === 'failed' && killed > 0 ? { value: seen } : { seen };
      });
    },
  };
}
