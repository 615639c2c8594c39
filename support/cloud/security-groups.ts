import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup as Ec2SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { SecurityGroupId, VpcId } from './ids';
import { ec2Permission, permissionRecords, ruleText, type IpPermissionRecord } from './ip-permission';
import { tagFilters, tagSpecification } from './tags';

/** TCP to one port, or ICMP echo requests, from a CIDR block or from the members of a group. */
export interface IngressRule {
  readonly port: number | 'ping';
  readonly from: { readonly cidr: string } | { readonly group: SecurityGroupId };
}

export interface SecurityGroup {
  readonly id: SecurityGroupId;
  readonly name: string;
  /** `tcp 22 10.71.0.0/16`, one text per rule, sorted: two groups are alike when these are. */
  readonly ingress: readonly string[];
}

export interface SecurityGroups {
  find(vpcId: VpcId, signal: AbortSignal): Promise<readonly SecurityGroup[]>;
  ensure(vpcId: VpcId, name: string, description: string, signal: AbortSignal): Promise<SecurityGroup>;
  /** A group's ingress, one record a source. */
  rules(id: SecurityGroupId, signal: AbortSignal): Promise<readonly IpPermissionRecord[]>;
  /** Adds those of the rules that are not there. */
  authorize(id: SecurityGroupId, rules: readonly IpPermissionRecord[], signal: AbortSignal): Promise<void>;
  revoke(id: SecurityGroupId, rules: readonly IpPermissionRecord[], signal: AbortSignal): Promise<void>;
  /** Makes a group's ingress these rules and no others. */
  setIngress(group: SecurityGroup, rules: readonly IngressRule[], signal: AbortSignal): Promise<void>;
  remove(groups: readonly SecurityGroup[], signal: AbortSignal): Promise<void>;
}

/** The text that stands for a rule in `SecurityGroup.ingress`. */
export const ingressText = (rule: IngressRule): string => ruleText(recordOf(rule));

/** For ICMP, EC2 has the type where others have their first port, and the code where they have their last; -1 is any. */
const ECHO_REQUEST = { p: 'icmp', from: 8, to: -1 };

const recordOf = ({ port, from }: IngressRule): IpPermissionRecord => ({
  ...(port === 'ping' ? ECHO_REQUEST : { p: 'tcp', from: port, to: port }),
  ...from,
});

const recordsOf = ({ IpPermissions: permissions }: Ec2SecurityGroup): readonly IpPermissionRecord[] =>
  (permissions ?? []).flatMap(permissionRecords);

const groupFrom = (found: Ec2SecurityGroup): SecurityGroup => ({
  id: found.GroupId as SecurityGroupId,
  name: found.GroupName ?? '',
  ingress: recordsOf(found).map(ruleText).sort(),
});

export function securityGroupsOf({ client, guard, ownTags, environment }: CloudSession): SecurityGroups {
  const own = tagFilters({ 'firedrill:environment': environment });

  const find = async (vpcId: VpcId, signal: AbortSignal): Promise<readonly Ec2SecurityGroup[]> => {
    const answer = await client.send(
      new DescribeSecurityGroupsCommand({ Filters: [...own, { Name: 'vpc-id', Values: [vpcId] }] }),
      { abortSignal: signal },
    );
    return answer.SecurityGroups ?? [];
  };

  const rules: SecurityGroups['rules'] = async (id, signal) => {
    const answer = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }), {
      abortSignal: signal,
    });
    return (answer.SecurityGroups ?? []).flatMap(recordsOf);
  };

  const authorize: SecurityGroups['authorize'] = async (id, wanted, signal) => {
    await guard.assertOwn([id], signal);
    const present = new Set((await rules(id, signal)).map(ruleText));
    const missing = wanted.filter((rule) => !present.has(ruleText(rule)));
    if (missing.length === 0) return;
    await client.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: missing.map(ec2Permission) }),
      { abortSignal: signal },
    );
  };

  const revoke: SecurityGroups['revoke'] = async (id, unwanted, signal) => {
    if (unwanted.length === 0) return;
    await guard.assertOwn([id], signal);
    await client.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: unwanted.map(ec2Permission) }),
      { abortSignal: signal },
    );
  };

  return {
    find: async (vpcId, signal) => (await find(vpcId, signal)).map(groupFrom),

    async ensure(vpcId, name, description, signal) {
      const found = (await find(vpcId, signal)).find((group) => group.GroupName === name);
      if (found !== undefined) return groupFrom(found);
      await guard.assertOwn([vpcId], signal);
      const answer = await client.send(
        new CreateSecurityGroupCommand({
          VpcId: vpcId,
          GroupName: name,
          Description: description,
          TagSpecifications: [tagSpecification('security-group', ownTags({}, name))],
        }),
        { abortSignal: signal },
      );
      const id = answer.GroupId as SecurityGroupId;
      guard.made(id);
      return { id, name, ingress: [] };
    },

    rules,
    authorize,
    revoke,

    async setIngress(group, wanted, signal) {
      const present = await rules(group.id, signal);
      const records = wanted.map(recordOf);
      const texts = new Set(records.map(ruleText));
      await authorize(group.id, records, signal);
      await revoke(
        group.id,
        present.filter((rule) => !texts.has(ruleText(rule))),
        signal,
      );
    },

    async remove(groups, signal) {
      await guard.assertOwn(
        groups.map((group) => group.id),
        signal,
      );
      // Groups that name each other cannot be deleted: their rules go first.
      for (const { id } of groups) await revoke(id, await rules(id, signal), signal);
      for (const { id } of groups) {
        await client.send(new DeleteSecurityGroupCommand({ GroupId: id }), { abortSignal: signal });
      }
    },
  };
}
