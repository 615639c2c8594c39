import type { LeaseId, LeasePart } from '../../drill/lease';
import { seconds, type Milliseconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { hostLease } from '../host-lease-part';
import type { Witness } from '../network/connection';

/** The instance that an attack comes from. */
export interface Attacker extends Witness {
  readonly address: string;
}

const UNIT = 'firedrill-attack.service';
/** What an attack needs beside it, in memory and for root only; gone with the attack. */
export const ATTACK_FOLDER = '/run/firedrill-attack';

/** Ends whatever attacks from this instance, and takes away what it had. One attack at a time. */
export const attackLease = ({ host, instance }: Attacker): LeasePart =>
  hostLease(host, instance, 'end the attack', {
    holds: ['the attack'],
    note: `! systemctl is-active --quiet ${UNIT} || { echo 'an attack is under way'; exit 1; }
install -d -m 0700 ${ATTACK_FOLDER}`,
    revert: `systemctl stop ${UNIT} 2>/dev/null || true
rm -rf ${ATTACK_FOLDER}
echo 'the attack is over'`,
  });

/** Lets a program attack in a unit of its own, which also ends by itself. */
export async function startAttack(
  { host }: Attacker,
  id: LeaseId,
  command: string,
  atMost: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  const limit = `--property=RuntimeMaxSec=${String(atMost / 1000)}`;
  const start = `systemd-run --quiet --collect --unit=${UNIT} ${limit} --working-directory=${ATTACK_FOLDER} ${command}`;
  await injectOnHost(host, id, start, { signal, timeout: seconds(20) });
}
