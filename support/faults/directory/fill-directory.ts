import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { asDirectoryManager } from './delete-branch';

export interface FillDirectoryTarget {
  readonly instance: string;
  /** The distinguished name of a branch that is made for what fills the directory: an organizational unit. */
  readonly dn: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `ldap (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What slapd answers when its database has no page left: LDAP_OTHER. */
const OTHER = 80;

const photo = '/run/firedrill-photo';
const unit = (dn: string): string => dn.replace(/^\w+=([\w-]+),.*$/, '$1');

/** Adds people with photographs of a size until slapd refuses one, and says how many it took. */
const addPeople = (dn: string): string => `set -eu
umask 077
trap 'rm -f ${photo}' EXIT
printf 'dn: %s\\nobjectClass: organizationalUnit\\nou: %s\\n' ${quote(dn)} ${quote(unit(dn))} | ldapadd ${asDirectoryManager} > /dev/null
total=0
for size in 1000000 100000 10000; do
  head -c "$size" /dev/urandom > ${photo}
  code=0
  added=$(seq 1000 | while read -r number; do
    printf 'dn: uid=p%s-%s,%s\\nobjectClass: inetOrgPerson\\nuid: p%s-%s\\ncn: p\\nsn: p\\njpegPhoto:< file://${photo}\\n\\n' "$size" "$number" ${quote(dn)} "$size" "$number"
  done | { ldapadd ${asDirectoryManager} || echo "refused $?"; } 2>&1)
  total=$((total + $(echo "$added" | grep -c '^adding new entry') - 1))
  echo "$added" | grep -qx 'refused ${String(OTHER)}' || { echo "$added" | tail -n 3 >&2; exit 1; }
done
echo "$total"`;

/**
 * Adds people with large photographs to a branch of the directory until its database is as large as it may be (LMDB's map,
 * slapd's `maxsize`), as a synchronisation does that nobody has tried. Who is there can still log in; nothing can be added.
 */
export function fillDirectory({ instance, dn, host, environmentLease, named }: FillDirectoryTarget): Fault {
  let added: string | undefined;
  return {
    name: 'fill-directory',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${dn}`,
        change: 'add entries with photographs of 1 MB, and then smaller ones, until slapd refuses them',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      await progress.halfway();
      added = (await asRoot(host, addPeople(dn), { signal, timeout: minutes(3) })).trim();
    },

    prove: async (signal) => {
      if (added === undefined) return { result: 'skipped', observed: `nothing was added to ${dn}` };
      const one = `head -c 100000 /dev/urandom > ${photo}
printf 'dn: uid=proof,%s\\nobjectClass: inetOrgPerson\\nuid: proof\\ncn: p\\nsn: p\\njpegPhoto:< file://${photo}\\n' ${quote(dn)} | ldapadd ${asDirectoryManager}
code=$?
rm ${photo}
exit "$code"`;
      const { code, stderr } = await tryAsRoot(host, one, { signal });
      const words = stderr.trim().split('\n')[0] ?? '';
      const observed = `slapd on ${instance} took ${added} entries below ${dn}; another ${code === 0 ? 'was taken' : `was refused: ${words}`}`;
      return { result: code === OTHER ? 'installed' : 'skipped', observed };
    },
  };
}
