import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';

/** One ingress rule of one source, with its description: all that is needed to authorize it again. Short, for a tag. */
export const ipPermission = z.strictObject({
  /** Protocol as EC2 names it: `tcp`, `-1`. */
  p: z.string(),
  from: z.int().optional(),
  to: z.int().optional(),
  /** One of these is the source. */
  cidr: z.string().optional(),
  cidr6: z.string().optional(),
  group: z.string().optional(),
  description: z.string().optional(),
});
export type IpPermissionRecord = z.infer<typeof ipPermission>;

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

/** A permission of several sources as records of one each. */
export function permissionRecords(permission: IpPermission): readonly IpPermissionRecord[] {
  const { IpProtocol: p = '-1', FromPort: from, ToPort: to } = permission;
  return [
    ...(permission.IpRanges ?? []).map((range) => ({ cidr: range.CidrIp, description: range.Description })),
    ...(permission.Ipv6Ranges ?? []).map((range) => ({
      cidr6: range.CidrIpv6,
      description: range.Description,
    })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
      group: pair.GroupId,
      description: pair.Description,
    })),
  ].map((source) => defined({ p, from, to, ...source }) as IpPermissionRecord);
}

/** The permission as EC2 takes it. */
export function ec2Permission(record: IpPermissionRecord): IpPermission {
  const { p, from, to, cidr, cidr6, group, description } = record;
  const about = defined({ Description: description });
  return defined({
    IpProtocol: p,
    FromPort: from,
    ToPort: to,
    IpRanges: cidr === undefined ? undefined : [{ CidrIp: cidr, ...about }],
    Ipv6Ranges: cidr6 === undefined ? undefined : [{ CidrIpv6: cidr6, ...about }],
    UserIdGroupPairs: group === undefined ? undefined : [{ GroupId: group, ...about }],
  });
}

/** `tcp 22 10.71.0.0/16`: two rules are the same to EC2 when these are; the description does not count. */
export function ruleText({ p, from, to, cidr, cidr6, group }: IpPermissionRecord): string {
  const ports = from === to ? String(from) : `${String(from)}-${String(to)}`;
  return `${p} ${ports} ${cidr ?? cidr6 ?? group ?? ''}`;
}
