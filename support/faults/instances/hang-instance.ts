import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { mustGreet, untilNobodyGreets } from './ssh-greeting';

export interface HangInstanceTarget {
  readonly instance: string;
  readonly address: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
  /** Another instance, which is let in to sshd. */
  readonly witness: { readonly instance: string; readonly host: Shell };
  readonly environmentLease: LeasePart;
}

/**
 * Stops every process of an instance but its first (SIGSTOP), sshd and the monitor's agent among them: the kernel still
 * takes connections, and nobody answers. Nobody can log in to let them go on, so only a forced stop or the golden
 * snapshot brings the instance back.
 */
export function hangInstance(target: HangInstanceTarget): Fault {
  const { instance, host, named, witness, environmentLease } = target;
  let begun = false;
  return {
    name: 'hang-instance',
    strikes: [instance],
    plan: async () => [
      {
        target: await named(AbortSignal.timeout(seconds(30))),
        change: 'SIGSTOP to every process but the first',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      await mustGreet(witness, target, signal);
      begun = true;
      // The shell that asks for it is stopped too, and its answer may never come.
      host
        .run("systemd-run --quiet --no-block /bin/sh -c 'kill -STOP -1'", {
          signal,
          timeout: seconds(10),
          sudo: true,
        })
        .catch(() => undefined);
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no process of ${instance} was stopped` };
      return untilNobodyGreets(witness, target, seconds(60), signal);
    },
  };
}
