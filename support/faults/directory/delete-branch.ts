import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';

export interface DeleteBranchTarget {
  readonly instance: string;
  /** The branch's distinguished name. */
  readonly dn: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `ldap (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Where slapd listens for root on its own host, who needs no password there. */
export const asDirectoryManager = '-Y EXTERNAL -Q -H ldapi://%2Frun%2Fslapd%2Fldapi';

const NO_SUCH_OBJECT = 32;

/** Deletes a branch of the directory with all that is below it, as one key press in a directory browser does. */
export function deleteBranch({ instance, dn, host, environmentLease, named }: DeleteBranchTarget): Fault {
  const look = `ldapsearch ${asDirectoryManager} -LLL -b ${quote(dn)} dn`;
  let entries = 0;
  let deleted = false;
  return {
    name: 'delete-branch',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${dn}`,
        change: 'delete it with all entries below it',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = await asRoot(host, look, { signal });
      entries = found.split('\n').filter((line) => line.startsWith('dn:')).length;
      if (entries === 0) throw new Error(`${dn} has no entries: nothing could be lost`);
      await progress.halfway();
      await asRoot(host, `ldapdelete ${asDirectoryManager} -r ${quote(dn)}`, { signal });
      deleted = true;
    },

    prove: async (signal) => {
      if (!deleted) return { result: 'skipped', observed: `${dn} was not deleted` };
      const { code } = await tryAsRoot(host, look, { signal });
      const gone = code === NO_SUCH_OBJECT;
      const observed = `${dn} on ${instance} had ${String(entries)} entries and is ${gone ? 'gone' : 'still there'}`;
      return { result: gone ? 'installed' : 'skipped', observed };
    },
  };
}
