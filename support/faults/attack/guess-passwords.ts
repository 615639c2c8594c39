import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { attackLease, startAttack, type Attacker } from './attack-unit';
import { untilSeen } from '../until-seen';

export interface GuessPasswordsTarget {
  /** Whose log-in it is, by the instance's name, and a path that needs one. */
  readonly instance: string;
  readonly path: string;
  /** Where people reach it. */
  readonly web: {
    readonly instance: string;
    readonly address: string;
    readonly hostname: string;
    readonly host: Shell;
  };
  readonly attacker: Attacker;
  /** Users that there are. */
  readonly names: readonly string[];
  /** How often it is tried, at most five times a second. */
  readonly tries: number;
  readonly environmentLease: LeasePart;
  /** `confluence (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const ACCESS_LOG = '/srv/web/logs/access.log';

/**
 * Somebody outside tries the passwords that many people have, at an application's log-in, by the names of users that there
 * are. What the application does to protect them, it does to them, too: the count of failed log-ins lies in its database,
 * and a golden snapshot has none. The attack goes on until it is ended, or ends by itself.
 */
export function guessPasswords(target: GuessPasswordsTarget): Fault {
  const { instance, path, web, attacker, names, tries, environmentLease, named } = target;
  let before: number | undefined;
  const count = async (signal: AbortSignal): Promise<number> =>
    Number(
      await asRoot(web.host, `grep -cE '^[^ ]+ ${attacker.address} .*" 401 ' ${ACCESS_LOG} || true`, {
        signal,
      }),
    );
  return {
    name: 'guess-passwords',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: its log-in`,
        change: `try ${String(tries)} passwords of ${names.join(', ')}, from ${attacker.instance} (${attacker.address}), at most five a second`,
        revert: `end that, and ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease, attackLease(attacker)]),

    inject: async ({ id }, progress, signal) => {
      before = await count(signal);
      await progress.halfway();
      const command = `/opt/firedrill/bin/guess-passwords ${web.address} ${web.hostname} ${path} ${String(tries)} ${names.join(' ')}`;
      await startAttack(attacker, id, command, minutes(10), signal);
    },

    prove: async (signal) => {
      const earlier = before;
      if (earlier === undefined) return { result: 'skipped', observed: `nobody guessed at ${instance}` };
      return untilSeen(`${instance} to be guessed at`, seconds(30), signal, async (attempt) => {
        const refused = (await count(attempt)) - earlier;
        const seen = `${web.instance} has logged ${String(refused)} refused log-ins of ${attacker.address}`;
        return refused > names.length ? { value: seen } : { seen };
      });
    },
  };
}
