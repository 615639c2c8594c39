import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';
import { sqlCommand } from './sql-command';

export interface ExhaustConnectionsTarget {
  readonly instance: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const UNIT = 'firedrill-exhaust-connections';
/** Logs in by the socket, without a password; it has no rights and is not the one for whom the server keeps a connection. */
const USER = 'nobody';

/** How many connections that others give back are taken, too, one every half second. */
const LATE = 20;

/**
 * Every client reads from one pipe that nobody writes to: it is connected and does nothing. A connection that somebody else had,
 * and gives back afterwards, is taken as well: whoever asks next would get it.
 */
const clients = `set -eu
folder=$(mktemp --directory)
mkfifo "$folder/pipe"
exec 3<>"$folder/pipe"
rm -r "$folder"
chmod 666 /proc/self/fd/3
runuser -u ${USER} -- sh -c 'for number in $(seq "$1"); do mariadb <&3 2>/dev/null & done
left=${String(LATE)}
while [ $left -gt 0 ]; do
  mariadb <&3 2>/dev/null & client=$!
  sleep 0.5
  ! kill -0 $client 2>/dev/null || left=$((left - 1))
done
wait' clients "$1"
`;

/**
 * Opens connections to a database until it takes no more (`max_connections`), as a report that never closes its own
 * does. Who is connected goes on; nobody else gets in but an administrator, for whom the server keeps one. Reverting ends
 * the clients.
 */
export function exhaustConnections(target: ExhaustConnectionsTarget): Fault {
  const { instance, host, environmentLease, named } = target;
  let begun = false;
  return {
    name: 'exhaust-connections',
    strikes: [instance],
    plan: async () => [
      {
        target: await named(AbortSignal.timeout(seconds(30))),
        change: 'open connections that do nothing until the server takes no more (max_connections)',
        revert: `end the clients, and drop their user ${USER}; where the host is off by then, ${environmentLease.description}`,
      },
    ],

    leases: () =>
      Promise.resolve([
        // The user is in the database, and outlives a boot, which ends the rest.
        environmentLease,
        hostLease(host, instance, 'end the clients that hold all connections', {
          holds: ['connections'],
          note: `! systemctl is-active --quiet ${UNIT} || { echo '${UNIT} runs already'; exit 1; }
[ "$(${sqlCommand(`SELECT COUNT(*) FROM mysql.user WHERE User = '${USER}'`)})" = 0 ] || { echo 'the database has a user ${USER}'; exit 1; }
: > noted`,
          revert: `[ -e noted ] || exit 0
systemctl stop ${UNIT} 2>/dev/null || true
systemctl reset-failed ${UNIT} 2>/dev/null || true
${sqlCommand(`SET sql_log_bin = 0; DROP USER IF EXISTS ${USER}@localhost`)}
echo 'the clients that held all connections were ended'`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      await injectOnHost(
        host,
        id,
        sqlCommand(`SET sql_log_bin = 0; CREATE USER ${USER}@localhost IDENTIFIED VIA unix_socket`),
        { signal },
      );
      await progress.halfway();
      await injectOnHost(
        host,
        id,
        `systemd-run --quiet --unit=${UNIT} sh -c ${quote(clients)} clients "$(${sqlCommand('SELECT @@max_connections')})"`,
        { signal },
      );
      begun = true;
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `nobody connected to ${instance}` };
      const ask = `runuser -u ${USER} -- mariadb --execute='SELECT 1'`;
      return untilSeen(`${instance} to take no more connections`, seconds(60), signal, async (attempt) => {
        const { code, stderr } = await tryAsRoot(host, ask, { signal: attempt });
        const words = stderr.trim().split('\n').at(-1) ?? '';
        const seen = `another connection to ${instance} ${code === 0 ? 'was taken' : `was refused: ${words}`}`;
        return stderr.includes('Too many connections') ? { value: seen } : { seen };
      });
    },
  };
}
