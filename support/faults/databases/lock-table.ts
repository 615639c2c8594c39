import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface LockTableTarget {
  readonly instance: string;
  readonly database: string;
  readonly table: string;
  readonly host: Shell;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const UNIT = 'firedrill-lock-table';

/**
 * Opens a session that locks a table and then does nothing, as somebody does who goes home with a client open. Whoever
 * needs the table waits and holds a connection meanwhile, until the application's pool has none left. Reverting ends the
 * client, and with it the session and its lock.
 */
export function lockTable({ instance, database, table, host, named }: LockTableTarget): Fault {
  const name = `${database}.${table}`;
  const statement = `LOCK TABLES \`${database}\`.\`${table}\` WRITE;`;
  let begun = false;
  return {
    name: 'lock-table',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: table ${name}`,
        change: 'lock it by a session that then does nothing',
        revert: 'end the session',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `end the session that locks ${name}`, {
          holds: [`table ${name}`],
          note: `! systemctl is-active --quiet ${UNIT} || { echo '${UNIT} runs already'; exit 1; }`,
          revert: `systemctl stop ${UNIT} 2>/dev/null || true
systemctl reset-failed ${UNIT} 2>/dev/null || true
echo 'the session that locked ${name} was ended'`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      await progress.halfway();
      const client = `{ echo '${statement}'; exec sleep infinity; } | mariadb --unbuffered`;
      await injectOnHost(host, id, `systemd-run --quiet --unit=${UNIT} sh -c ${quote(client)}`, { signal });
      begun = true;
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${name} on ${instance} was not locked` };
      // In a session of its own, which gets the table or waits for it.
      const ask = `mariadb --execute=${quote(`SET lock_wait_timeout = 1; SELECT 1 FROM \`${database}\`.\`${table}\` LIMIT 1`)}`;
      return untilSeen(`${name} to be locked`, seconds(20), signal, async (attempt) => {
        const { code, stderr } = await tryAsRoot(host, ask, { signal: attempt });
        const words = stderr.trim().split('\n').at(-1) ?? '';
        const seen = `a read of ${name} on ${instance} by another session ${code === 0 ? 'was answered' : `ended with: ${words}`}`;
        return stderr.includes('Lock wait timeout exceeded') ? { value: seen } : { seen };
      });
    },
  };
}
