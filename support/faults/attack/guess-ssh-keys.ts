import type { Fault } from '../../drill/fault';
import { minutes, seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { attackLease, startAttack, type Attacker } from './attack-unit';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface GuessSshKeysTarget {
  readonly instance: string;
  readonly address: string;
  readonly host: Shell;
  readonly attacker: Attacker;
  /** How often it is tried, once a second. */
  readonly tries: number;
  /** `bastion (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const BANS = 'inet f2b-table addr-set-sshd';

/**
 * Somebody outside asks sshd again and again to be let in, by the usual names and a key that nobody knows. It goes on
 * when it is shut out, and ends by itself. Reverting ends it and lifts the ban of the attacker's address.
 */
export function guessSshKeys(target: GuessSshKeysTarget): Fault {
  const { instance, address, host, attacker, tries, named } = target;
  let begun: string | undefined;
  const guesses = (since: string): string =>
    `journalctl --quiet --output=cat _COMM=sshd --since=@${since} | grep -c ' ${attacker.address} port ' || true`;
  return {
    name: 'guess-ssh-keys',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: sshd`,
        change: `ask ${String(tries)} times, from ${attacker.instance} (${attacker.address}), once a second, to be let in`,
        revert: `end that, and lift the ban of ${attacker.address}`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `lift the ban of ${attacker.address}`, {
          holds: ['bans'],
          note: `systemctl is-active --quiet fail2ban.service || { echo 'fail2ban does not run'; exit 1; }
! nft get element ${BANS} '{ ${attacker.address} }' >/dev/null 2>&1 || { echo '${attacker.address} is banned already'; exit 1; }`,
          revert: `if systemctl is-active --quiet fail2ban.service; then
  fail2ban-client unban ${attacker.address} >/dev/null
fi
echo '${attacker.address} is not banned'`,
        }),
        attackLease(attacker),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = (await asRoot(host, 'date +%s', { signal })).trim();
      await progress.halfway();
      const command = `/opt/firedrill/bin/guess-ssh ${address} ${String(tries)}`;
      await startAttack(attacker, id, command, minutes(10), signal);
    },

    prove: async (signal) => {
      const since = begun;
      if (since === undefined) return { result: 'skipped', observed: `nobody guessed at ${instance}` };
      return untilSeen(`sshd on ${instance} to be guessed at`, seconds(30), signal, async (attempt) => {
        const lines = Number(await asRoot(host, guesses(since), { signal: attempt }));
        const seen = `sshd on ${instance} has logged ${String(lines)} lines of ${attacker.address}`;
        return lines > 0 ? { value: seen } : { seen };
      });
    },
  };
}
