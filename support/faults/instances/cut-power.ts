import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { powerOff, type PowerOffTarget } from './power-off';

/**
 * Stops an instance without a shutdown of its operating system, as a loss of power does: what was not synced is gone,
 * on the root disk and on the data volume, and nothing but the golden snapshot brings it back.
 */
export function cutPower(target: PowerOffTarget & { readonly environmentLease: LeasePart }): Fault {
  return powerOff({
    ...target,
    name: 'cut-power',
    power: 'cut',
    change: 'stop it without a shutdown of its operating system: what was not synced is lost',
    revert: () => `nothing less: ${target.environmentLease.description}`,
    loses: true,
    leases: () => [target.environmentLease],
  });
}
