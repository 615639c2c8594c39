import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
  type SecurityGroup as Ec2SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { SecurityGroupId, VpcId } from './ids';
import { tagFilters, tagSpecification } from './tags';

/** TCP to one port, from a CIDR block or from the members of a group. */
export interface IngressRule {
  readonly port: number;
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
  /** Makes a group's ingress these rules and no others. */
  setIngress(group: SecurityGroup, rules: readonly IngressRule[], signal: AbortSignal): Promise<void>;
  remove(groups: readonly SecurityGroup[], signal: AbortSignal): Promise<void>;
}

/** The text that stands for a rule in `SecurityGroup.ingress`. */
export const ingressText = ({ port, from }: IngressRule): string =>
  `tcp ${String(port)} ${'cidr' in from ? from.cidr : from.group}`;

const permission = ({ port, from }: IngressRule): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  ...('cidr' in from
    ? { IpRanges: [{ CidrIp: from.cidr }] }
    : { UserIdGroupPairs: [{ GroupId: from.group }] }),
});

/** A permission of several sources as permissions of one each, by their text. */
function permissionsByText(permissions: readonly IpPermission[]): ReadonlyMap<string, IpPermission> {
  const found = new Map<string, IpPermission>();
  for (const { IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, UserIdGroupPairs } of permissions) {
    const ports = FromPort === ToPort ? String(FromPort) : `${String(FromPort)}-${String(ToPort)}`;
    const base = {
      ...(IpProtocol === undefined ? {} : { IpProtocol }),
      ...(FromPort === undefined ? {} : { FromPort }),
      ...(ToPort === undefined ? {} : { ToPort }),
    };
    const add = (source: string | undefined, one: IpPermission): void => {
      found.set(`${IpProtocol ?? ''} ${ports} ${source ?? ''}`, { ...base, ...one });
    };
    for (const range of IpRanges ?? []) add(range.CidrIp, { IpRanges: [range] });
    for (const range of Ipv6Ranges ?? []) add(range.CidrIpv6, { Ipv6Ranges: [range] });
    for (const pair of UserIdGroupPairs ?? []) {
      add(pair.GroupId, { UserIdGroupPairs: [pair.GroupId === undefined ? {} : { GroupId: pair.GroupId }] });
    }
  }
  return found;
}

const groupFrom = (found: Ec2SecurityGroup): SecurityGroup => ({
  id: found.GroupId as SecurityGroupId,
  name: found.GroupName ?? '',
  ingress: [...permissionsByText(found.IpPermissions ?? []).keys()].sort(),
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

  const permissionsOf = async (
    id: SecurityGroupId,
    signal: AbortSignal,
  ): Promise<readonly IpPermission[]> => {
    const answer = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }), {
      abortSignal: signal,
    });
    return answer.SecurityGroups?.[0]?.IpPermissions ?? [];
  };

  const revoke = async (
    id: SecurityGroupId,
    permissions: readonly IpPermission[],
    signal: AbortSignal,
  ): Promise<void> => {
    if (permissions.length === 0) return;
    await client.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [...permissions] }),
      { abortSignal: signal },
    );
  };

  return {
    find: async (vpcId, signal) => (await find(vpcId, signal)).map(groupFrom),

    async ensure(vpcId, name, description, signal) {
      const found = (await find(vpcId, signal)).find((group) => group.GroupName === name);
      if (found !== undefined) return groupFrom(found);
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

    async setIngress(group, rules, signal) {
      await guard.assertOwn([group.id], signal);
      const present = permissionsByText(await permissionsOf(group.id, signal));
      const wanted = new Map(rules.map((rule) => [ingressText(rule), permission(rule)]));
      const missing = [...wanted].filter(([text]) => !present.has(text)).map(([, rule]) => rule);
      const extra = [...present].filter(([text]) => !wanted.has(text)).map(([, rule]) => rule);
      if (missing.length > 0) {
        await client.send(
          new AuthorizeSecurityGroupIngressCommand({ GroupId: group.id, IpPermissions: missing }),
          { abortSignal: signal },
        );
      }
      await revoke(group.id, extra, signal);
    },

    async remove(groups, signal) {
      await guard.assertOwn(
        groups.map((group) => group.id),
        signal,
      );
      // Groups that name each other cannot be deleted: their rules go first.
      for (const { id } of groups) await revoke(id, await permissionsOf(id, signal), signal);
      for (const { id } of groups) {
        await client.send(new DeleteSecurityGroupCommand({ GroupId: id }), { abortSignal: signal });
      }
    },
  };
}
