import type { Instance, Instances } from '../../cloud/instances';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { runningInstance } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface BreakBootTarget {
  readonly instance: string;
  readonly host: Shell;
  readonly instances: Pick<Instances, 'find' | 'reboot' | 'status'>;
  /** Whether sshd or anything else takes a connection at the instance's address, seen from another instance. */
  readonly accepts: (signal: AbortSignal) => Promise<boolean>;
  readonly environmentLease: LeasePart;
}

/** A mount that fails at boot: the option is misspelt, so that local-fs.target fails and systemd goes to its emergency mode. */
const LINE = 'tmpfs /srv/scratch tmpfs sizee=256M 0 0';

/**
 * Adds a line with a mistake to /etc/fstab, as somebody does who did not try it, and reboots the instance: it ends in
 * emergency mode, where no sshd runs. It is on the root disk, so each later boot fails too; nothing but a new instance, or
 * the golden snapshot, brings it back.
 */
export function breakBoot({ instance, host, instances, accepts, environmentLease }: BreakBootTarget): Fault {
  let rebooted: Instance | undefined;
  return {
    name: 'break-boot',
    strikes: [instance],
    plan: async () => {
      const { id } = await runningInstance(instances, instance, AbortSignal.timeout(seconds(30)));
      return [
        {
          target: `${instance} (${id}): /etc/fstab`,
          change: `add the line "${LINE}", and reboot it`,
          revert: `nothing less: ${environmentLease.description}`,
        },
      ];
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = await runningInstance(instances, instance, signal);
      await asRoot(host, `printf '%s\\n' ${quote(LINE)} >> /etc/fstab\nsync /etc/fstab`, { signal });
      await progress.halfway();
      rebooted = found;
      await instances.reboot(found.id, signal);
    },

    prove: async (signal) => {
      const { id } = rebooted ?? {};
      if (id === undefined) return { result: 'skipped', observed: `${instance} was never rebooted` };
      return untilSeen(`${instance} (${id}) not to boot`, minutes(2), signal, async (attempt) => {
        const status = await instances.status(id, attempt);
        const there = await accepts(attempt);
        const seen = `EC2's status checks of ${instance} (${id}) say: ${status}; it ${there ? 'accepts' : 'accepts no'} connections from another instance`;
        return status.includes('instance impaired') && !there ? { value: seen } : { seen };
      });
    },
  };
}
