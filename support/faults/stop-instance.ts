import type { CloudLeases } from '../cloud/lease/cloud-leases';
import type { Fault } from '../drill/fault';
import { cloudLease } from './cloud-lease-part';
import { powerOff, type PowerOffTarget } from './power-off';

/**
 * Stops an instance in order, as somebody does who takes the wrong one: nothing is lost, and nothing serves. Reverting
 * starts it; what runs on it is started by its boot, or by whoever starts applications.
 */
export function stopInstance(target: PowerOffTarget & { readonly cloudLeases: CloudLeases }): Fault {
  return powerOff({
    ...target,
    name: 'stop-instance',
    power: 'shutdown',
    change: 'stop it',
    revert: 'start it',
    leases: ({ id }) => [cloudLease(target.cloudLeases, id, { do: 'start-instance' })],
  });
}
