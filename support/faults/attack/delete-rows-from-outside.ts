import type { SecurityGroupId } from '../../cloud/ids';
import { ruleText, type IpPermissionRecord } from '../../cloud/ip-permission';
import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import type { SecurityGroups } from '../../cloud/security-groups';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { ATTACK_FOLDER, attackLease, startAttack, type Attacker } from './attack-unit';
import { cloudLease } from '../cloud-lease-part';
import { tryConnection } from '../network/connection';
import { hostLease } from '../host-lease-part';
import { sqlCommand } from '../databases/sql-command';
import { untilSeen } from '../until-seen';

export interface DeleteRowsFromOutsideTarget {
  readonly instance: string;
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly table: string;
  /** What tells the rows from others of the table: a condition of SQL. */
  readonly where: string;
  /** The account of the database that the attacker logs in by, and its password as it is when the attack begins. */
  readonly user: string;
  readonly stolenPassword: () => string;
  readonly host: Shell;
  readonly attacker: Attacker;
  /** The block of addresses that the port was opened to: the attacker's is among them. */
  readonly openedTo: string;
  readonly securityGroups: Pick<SecurityGroups, 'rules' | 'authorize'>;
  readonly cloudLeases: CloudLeases;
  /** The security group of the instance. */
  readonly groupOf: (signal: AbortSignal) => Promise<SecurityGroupId>;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What whoever opened the port wrote beside both rules. */
const REASON = 'a look at the data';
const CREDENTIALS = `${ATTACK_FOLDER}/client.cnf`;
/** In each of the attacker's sessions; two seconds apart. */
const STATEMENTS = 300;

/**
 * Somebody has opened the database's port to addresses outside, in the security group and on the host, for a look at the
 * data; somebody else there has an application's password. He logs in and deletes rows, and again whatever of them is
 * there two seconds later, in one session for as long as nobody ends it. It ends by itself after 10 minutes. The rules
 * are taken back with the attack; the rows come back with the golden snapshot.
 */
export function deleteRowsFromOutside(target: DeleteRowsFromOutsideTarget): Fault {
  const { instance, address, port, database, table, where, user, host, attacker, openedTo } = target;
  const { securityGroups, cloudLeases, groupOf, environmentLease, named } = target;
  const name = `${database}.${table}`;
  const rule: IpPermissionRecord = {
    ...{ p: 'tcp', from: port, to: port },
    ...{ cidr: openedTo, description: REASON },
  };
  const count = sqlCommand(`USE ${database}; SELECT COUNT(*) FROM \`${table}\` WHERE ${where}`);
  const sessions = sqlCommand(
    `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '${user}' AND HOST LIKE '${attacker.address}:%'`,
  );
  let group: SecurityGroupId | undefined;
  let before: number | undefined;
  return {
    name: 'delete-rows-from-outside',
    strikes: [instance],
    plan: async () => {
      const signal = AbortSignal.timeout(seconds(30));
      const [securityGroup, what] = await Promise.all([groupOf(signal), named(signal)]);
      return [
        {
          target: `security group ${securityGroup} and packet rules of ${what}, and its table ${name}`,
          change: `let ${openedTo} in to TCP port ${String(port)}, and from ${attacker.instance} (${attacker.address}), with the password of ${user}, delete all rows where ${where}`,
          revert: `end that, take the rules away, and ${environmentLease.description}`,
        },
      ];
    },

    leases: async (signal) => {
      group = await groupOf(signal);
      if ((await securityGroups.rules(group, signal)).some((each) => ruleText(each) === ruleText(rule)))
        throw new Error(`${group} of ${instance} lets ${openedTo} in before anything was done`);
      return [
        environmentLease,
        attackLease(attacker),
        openedLease(host, instance),
        cloudLease(cloudLeases, group, { do: 'revoke-ingress', permissions: [rule] }),
      ];
    },

    inject: async ({ id }, progress, signal) => {
      if (group === undefined) throw new Error('the rules have no lease yet');
      const way = await tryConnection(attacker.host, address, port, signal);
      if (way === 'open')
        throw new Error(`${attacker.instance} reaches ${instance} before anything was done`);
      const found = Number(await asRoot(host, count, { signal }));
      if (found === 0) throw new Error(`${name} has no such rows: nothing could be lost`);
      before = found;
      const credentials = `[client]\nuser=${user}\npassword=${target.stolenPassword()}\n`;
      await asRoot(attacker.host, `umask 077; cat > ${CREDENTIALS}`, { signal, input: credentials });
      await injectOnHost(host, id, openOnHost(openedTo, port), { signal });
      await progress.halfway();
      await securityGroups.authorize(group, [rule], signal);
      const command = `/opt/firedrill/bin/delete-rows ${address} ${database} ${table} ${quote(where)} ${String(STATEMENTS)}`;
      await startAttack(attacker, id, command, minutes(10), signal);
    },

    prove: async (signal) => {
      const had = before;
      if (had === undefined) return { result: 'skipped', observed: `nobody came to ${instance}` };
      return untilSeen(`rows of ${name} to be deleted`, seconds(20), signal, async (attempt) => {
        const asked = { signal: attempt };
        const [left, from] = [await asRoot(host, count, asked), await asRoot(host, sessions, asked)];
        const seen = `${name} on ${instance} had ${String(had)} rows where ${where}, and has ${left.trim()}; ${user} is logged in from ${attacker.address} ${from.trim()} times`;
        return Number(left) === 0 && Number(from) > 0 ? { value: seen } : { seen };
      });
    },
  };
}

/** In front of the rule that refuses all others. */
const openOnHost = (from: string, port: number): string =>
  `nft insert rule inet firedrill input ip saddr ${from} tcp dport ${String(port)} accept comment '"${REASON}"'`;

/** The rule lies in the kernel's memory, and a boot loads those that are declared. */
const openedLease = (host: Shell, instance: string): LeasePart =>
  hostLease(host, instance, 'take the rule away that lets in from outside', {
    holds: ['packet rules'],
    note: `! nft list chain inet firedrill input | grep -qF '"${REASON}"' || { echo 'there is such a rule'; exit 1; }`,
    revert: `for handle in $(nft --handle list chain inet firedrill input | sed -n 's/.*"${REASON}" # handle \\([0-9]*\\)$/\\1/p'); do
  nft delete rule inet firedrill input handle "$handle"
  echo "the rule $handle was taken away"
done
echo 'nobody is let in from outside'`,
  });
