import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { tryConnection } from './connection';
import { hostLease } from '../host-lease-part';

export interface MisdirectNameTarget {
  /** Where the name is looked up. */
  readonly instance: string;
  /** Its systemd unit, which looks the name up when it starts. */
  readonly unit: string;
  readonly host: Shell;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
  /** The name, and where it should lead. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Where it leads instead: an address of the environment's network that no instance has. */
  readonly wrong: string;
}

const HOSTS = '/etc/hosts';

/**
 * Rolls out a wrong entry of /etc/hosts, by which the environment's names are looked up, and restarts what looks one up.
 * Reverting gives the file the bytes that it had and restarts the unit again. A boot needs no revert: init installs the
 * declared file before anything reads it.
 */
export function misdirectName(target: MisdirectNameTarget): Fault {
  const { instance, unit, host, named, name, address, port, wrong } = target;
  let begun = false;
  return {
    name: 'misdirect-name',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${HOSTS}`,
        change: `have ${name} lead to ${wrong} instead of ${address}, and restart ${unit}`,
        revert: `give back the bytes that it had, restart ${unit} if it ran`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give back ${HOSTS}, restart ${unit}`, {
          holds: [`unit ${unit}`, `file ${HOSTS}`],
          note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): a restart would show nothing"; exit 1; }
grep -q ${quote(entry(name, address))} ${HOSTS} || { echo '${HOSTS} does not lead ${name} to ${address}'; exit 1; }
cp --preserve=all ${HOSTS} before`,
          revert: `[ -e before ] || exit 0
cmp -s before ${HOSTS} && exit 0
cat before > ${HOSTS}
sync ${HOSTS}
[ "$(cat state)" != active ] || systemctl restart ${unit}
echo '${HOSTS} has the bytes that it had'`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      const change = `sed -i ${quote(`s/${entry(name, address)}/${wrong}\\1/`)} ${HOSTS}\nsync ${HOSTS}`;
      await injectOnHost(host, id, change, { signal });
      await progress.halfway();
      await injectOnHost(host, id, `systemctl restart ${unit}`, { signal, timeout: seconds(60) });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${HOSTS} of ${instance} was not touched` };
      const answer = await asRoot(host, `getent ahostsv4 ${quote(name)} | head -n1`, { signal });
      const [leads = 'nowhere'] = answer.trim().split(/\s+/);
      const [there, right] = await Promise.all([
        tryConnection(host, wrong, port, signal),
        tryConnection(host, address, port, signal),
      ]);
      const observed = `on ${instance}, ${name} leads to ${leads}, where port ${String(port)} is ${there}; at ${address} it is ${right}`;
      if (leads !== wrong) return { result: 'skipped', observed };
      return { result: there !== 'open' && right === 'open' ? 'installed' : 'indeterminate', observed };
    },
  };
}

/** The line of a name, as a basic regular expression that keeps what is behind the address. */
const entry = (name: string, address: string): string =>
  `^${address.replaceAll('.', '\\.')}\\([[:space:]]\\+${name}\\([[:space:]].*\\)\\?\\)$`;
