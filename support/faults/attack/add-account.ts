import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { sqlCommand } from '../databases/sql-command';

export interface AddAccountTarget {
  readonly instance: string;
  /** The account's name, which is its password, too. */
  readonly account: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Makes an account on the database server that may read everything, with its name for a password, as somebody does who
 * tries something out and forgets it. It lies on the data volume: a golden snapshot has no such account.
 */
export function addAccount(target: AddAccountTarget): Fault {
  const { instance, account, host, environmentLease, named } = target;
  let begun = false;
  return {
    name: 'add-account',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: accounts of the database server`,
        change: `make the account ${account}, which may read everything and whose password is its name`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      begun = true;
      await asRoot(host, sqlCommand(`CREATE USER '${account}'@'%' IDENTIFIED BY '${account}'`), { signal });
      await progress.halfway();
      await asRoot(host, sqlCommand(`GRANT SELECT ON *.* TO '${account}'@'%'`), { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${instance} has no new account` };
      const read = `MYSQL_PWD=${account} mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --user=${account} --batch --skip-column-names --execute='SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = "confluence"'`;
      const { code, stdout, stderr } = await tryAsRoot(host, read, { signal });
      const sees = code === 0 && stdout.trim() === '1';
      const observed = `${account} ${code === 0 ? `is let in on ${instance} and sees ${stdout.trim()} schema of Confluence` : `is not let in on ${instance}: ${stderr.trim()}`}`;
      return { result: sees ? 'installed' : 'skipped', observed };
    },
  };
}
