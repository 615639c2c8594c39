import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import type { Fault } from '../../drill/fault';
import type { Milliseconds } from '../../drill/time';
import { cloudLease } from '../cloud-lease-part';
import { powerOff, type PowerOffTarget } from './power-off';

export interface StopInstanceTarget extends PowerOffTarget {
  readonly cloudLeases: CloudLeases;
  /** From its start until it serves. */
  readonly boot: Milliseconds;
}

/**
 * Stops an instance in order, as somebody does who takes the wrong one: nothing is lost, and nothing serves. Reverting
 * starts it; what runs on it is started by its boot, or by whoever starts applications.
 */
export function stopInstance(target: StopInstanceTarget): Fault {
  return powerOff({
    ...target,
    name: 'stop-instance',
    power: 'shutdown',
    change: 'stop it in order',
    revert: ({ id }) => `start ${id}, unless it runs`,
    loses: false,
    leases: ({ id }) => [cloudLease(target.cloudLeases, id, { do: 'start-instance' }, target.boot)],
  });
}
