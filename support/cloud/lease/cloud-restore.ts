import { z } from 'zod';
import { ipPermission, ruleText } from '../ip-permission';

/** What puts a resource of the cloud back, whole: nothing but the resource and this is needed. */
export const cloudRestore = z.discriminatedUnion('do', [
  /** On a network ACL: takes an entry away, unless another stands in its place by now. */
  z.strictObject({
    do: z.literal('remove-entry'),
    direction: z.enum(['ingress', 'egress']),
    number: z.int(),
    /** The whole entry, as `entryText` has it. */
    entry: z.string(),
  }),
  /** On a security group: gives back ingress rules that are not there. */
  z.strictObject({ do: z.literal('authorize-ingress'), permissions: z.array(ipPermission) }),
  /** On a security group: takes away ingress rules that are there. */
  z.strictObject({ do: z.literal('revoke-ingress'), permissions: z.array(ipPermission) }),
  /** On an instance. */
  z.strictObject({ do: z.literal('start-instance') }),
  /** On a volume. */
  z.strictObject({
    do: z.literal('attach-volume'),
    instance: z.string(),
    device: z.string(),
    deleteOnTermination: z.boolean(),
  }),
  /** On a volume: ends every pause of its I/O. */
  z.strictObject({ do: z.literal('resume-io') }),
]);

export type CloudRestore = z.infer<typeof cloudRestore>;

/** What it comes to, for a person. */
export function restoreText(restore: CloudRestore): string {
  switch (restore.do) {
    case 'remove-entry':
      return `remove entry ${restore.direction} ${String(restore.number)}`;
    case 'authorize-ingress':
      return `authorize ${String(restore.permissions.length)} ingress rules again`;
    case 'revoke-ingress':
      return `revoke ${restore.permissions.map(ruleText).join(', ')}`;
    case 'start-instance':
      return 'start it';
    case 'attach-volume':
      return `attach it to ${restore.instance} as ${restore.device}`;
    case 'resume-io':
      return 'let its I/O go on';
  }
}
