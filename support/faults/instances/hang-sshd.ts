import type { Instances } from '../../cloud/instances';
import type { ResourceTags } from '../../cloud/resource-tags';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { SSHD_UNIT } from '../../environment/sshd-goes-on';
import { SSHD_STOPPED } from '../../environment/tainted';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import type { Witness } from '../network/connection';
import { runningInstance } from '../../cloud/running-instance';
import { mustGreet, untilNobodyGreets } from './ssh-greeting';

export interface HangSshdTarget {
  readonly instance: string;
  readonly address: string;
  readonly host: Shell;
  /** `bastion (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
  /** Another instance, which is let in to sshd. */
  readonly witness: Witness;
  readonly instances: Pick<Instances, 'find'>;
  readonly tags: Pick<ResourceTags, 'set'>;
  readonly environmentLease: LeasePart;
}

/**
 * Stops the sshd that listens (SIGSTOP), and no session that is open: the kernel takes connections, nobody is greeted, and
 * systemd, which would start one anew that has ended, calls it active. Nobody can log in to let it go on. The instance is
 * tagged, so that the golden snapshot's restoration runs it anew, though an old session may still reach it, unless another
 * sshd runs by then.
 */
export function hangSshd(target: HangSshdTarget): Fault {
  const { instance, host, named, witness, environmentLease } = target;
  let begun = false;
  return {
    name: 'hang-sshd',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${SSHD_UNIT}`,
        change: 'SIGSTOP to the process that listens',
        revert: `run the instance anew from its image, unless it was booted anew: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      await mustGreet(witness, target, signal);
      const { id } = await runningInstance(target.instances, instance, signal);
      await target.tags.set(id, { [SSHD_STOPPED]: 'true' }, signal);
      await progress.halfway();
      begun = true;
      await asRoot(host, `systemctl kill --kill-whom=main --signal=SIGSTOP ${SSHD_UNIT}`, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `sshd of ${instance} was not stopped` };
      return untilNobodyGreets(witness, target, seconds(30), signal);
    },
  };
}
