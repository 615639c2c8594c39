import type { SecurityGroupId } from '../../cloud/ids';
import { ruleText, type IpPermissionRecord } from '../../cloud/ip-permission';
import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import type { SecurityGroups } from '../../cloud/security-groups';
import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { cloudLease } from '../cloud-lease-part';
import type { Shell } from '../../hosts/shell';
import { reachLease } from '../host-lease-part';
import { mustAnswer, tryConnection, type Witness } from './connection';

export interface RevokeIngressTarget {
  readonly instance: string;
  readonly address: string;
  readonly port: number;
  readonly host: Shell;
  readonly securityGroups: Pick<SecurityGroups, 'rules' | 'revoke'>;
  readonly cloudLeases: CloudLeases;
  /** The security group of the instance. */
  readonly groupOf: (signal: AbortSignal) => Promise<SecurityGroupId>;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
  /** An instance that the rules let in. */
  readonly witness: Witness;
}

/**
 * Revokes every ingress rule of an instance's security group that lets in to a port. As on EC2, connections that exist
 * go on, and new ones get no answer.
 */
export function revokeIngress(target: RevokeIngressTarget): Fault {
  const { instance, address, port, host, securityGroups, cloudLeases, groupOf, named, witness } = target;
  let planned: { readonly group: SecurityGroupId; readonly rules: readonly IpPermissionRecord[] } | undefined;
  let begun = false;
  const look = async (signal: AbortSignal) => {
    const group = await groupOf(signal);
    const rules = (await securityGroups.rules(group, signal)).filter(
      ({ p, from = 0, to = 65_535 }) => p === '-1' || (p === 'tcp' && from <= port && port <= to),
    );
    if (rules.length === 0) throw new Error(`${group} of ${instance} lets nobody in to port ${String(port)}`);
    return { group, rules };
  };
  return {
    name: 'revoke-ingress',
    strikes: [instance],
    plan: async () => {
      const signal = AbortSignal.timeout(seconds(30));
      const [{ group, rules }, name] = await Promise.all([look(signal), named(signal)]);
      return rules.map((rule) => ({
        target: `security group ${group} of ${name}`,
        change: `revoke ${ruleText(rule)}`,
        revert: `authorize ${ruleText(rule)} again, with its description`,
      }));
    },

    leases: async (signal) => {
      planned = await look(signal);
      const permissions = [...planned.rules];
      return [
        reachLease(host, instance),
        cloudLease(cloudLeases, planned.group, { do: 'authorize-ingress', permissions }),
      ];
    },

    inject: async (_, progress, signal) => {
      if (planned === undefined) throw new Error('the rules have no lease yet');
      await mustAnswer(witness, target, port, signal);
      begun = true;
      const { group, rules } = planned;
      await securityGroups.revoke(group, rules.slice(0, 1), signal);
      await progress.halfway();
      await securityGroups.revoke(group, rules.slice(1), signal);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: 'no rule was revoked' };
      const seen = await tryConnection(witness.host, address, port, signal);
      const way = `${instance} (${address}:${String(port)})`;
      const observed = `a new connection from ${witness.instance} to ${way} is ${seen}`;
      if (seen === 'silent') return { result: 'installed', observed };
      return { result: seen === 'open' ? 'skipped' : 'indeterminate', observed };
    },
  };
}
