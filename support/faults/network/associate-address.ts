import type { Addresses } from '../../cloud/addresses';
import type { Instances } from '../../cloud/instances';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { runningInstance } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface AssociateAddressTarget {
  /** Whose Elastic IP address it is, and where it leads from then on: instances' names in the environment. */
  readonly instance: string;
  readonly to: string;
  readonly instances: Pick<Instances, 'find'>;
  readonly addresses: Pick<Addresses, 'find' | 'associate'>;
  /** Whether a request to the address that people know is answered. */
  readonly answered: (signal: AbortSignal) => Promise<boolean>;
  readonly environmentLease: LeasePart;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Has an instance's Elastic IP address lead to another instance, as before a cut-over, or when somebody takes one for the
 * other. The golden snapshot's restoration has it lead where it is declared.
 */
export function associateAddress(target: AssociateAddressTarget): Fault {
  const { instance, to, instances, addresses, answered, environmentLease, named } = target;
  const found = async (signal: AbortSignal) => {
    const [address] = await addresses.find({ Name: instance }, signal);
    if (address === undefined) throw new Error(`${instance} has no Elastic IP address`);
    return address;
  };
  let begun = false;
  return {
    name: 'associate-address',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: its Elastic IP address`,
        change: `have it lead to ${to}`,
        revert: environmentLease.description,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const { id, publicAddress, association } = await found(signal);
      const own = await runningInstance(instances, instance, signal);
      if (association?.instanceId !== own.id || !(await answered(signal)))
        throw new Error(`${publicAddress} did not lead to ${instance} before anything was done`);
      const other = await runningInstance(instances, to, signal);
      begun = true;
      await progress.halfway();
      await addresses.associate(id, other.id, signal);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `the address of ${instance} was not touched` };
      return untilSeen(
        `the address of ${instance} to lead to ${to}`,
        seconds(30),
        signal,
        async (attempt) => {
          const { publicAddress, association } = await found(attempt);
          const other = await runningInstance(instances, to, attempt);
          const served = await answered(attempt);
          const seen = `${publicAddress} leads to ${association?.instanceId ?? 'nowhere'}, ${to} is ${other.id}, and a request to it is ${served ? 'answered' : 'not answered'}`;
          return association?.instanceId === other.id && !served ? { value: seen } : { seen };
        },
      );
    },
  };
}
