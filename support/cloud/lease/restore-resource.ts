import type { InstanceId, NetworkAclId, SecurityGroupId, VolumeId } from '../ids';
import { hasCode, isNotFound } from '../ec2-error';
import type { IoPauses } from '../io-pauses';
import type { Instances } from '../instances';
import { ruleText } from '../ip-permission';
import { entryText, type NetworkAcls } from '../network-acls';
import type { SecurityGroups } from '../security-groups';
import type { Volumes } from '../volumes';
import type { CloudRestore } from './cloud-restore';

/** What putting a resource back needs of the cloud, and no more. */
export interface RestorePorts {
  readonly instances: Pick<Instances, 'describe' | 'start'>;
  readonly volumes: Pick<Volumes, 'describe' | 'attach' | 'setDeleteOnTermination'>;
  readonly networkAcls: Pick<NetworkAcls, 'describe' | 'removeEntry'>;
  readonly securityGroups: Pick<SecurityGroups, 'rules' | 'authorize' | 'revoke'>;
  readonly ioPauses: Pick<IoPauses, 'end'>;
}

/** What came of it: put back (or nothing was to do), or something has to end first and it is to be tried again. */
export type Restored = { readonly done: string } | { readonly notYet: string };

/** Puts one resource back, as far as it can now. Changes nothing that is as it was before; a resource that is gone is done. */
export async function restoreResource(
  resource: string,
  restore: CloudRestore,
  ports: RestorePorts,
  signal: AbortSignal,
): Promise<Restored> {
  try {
    return await restoreNow(resource, restore, ports, signal);
  } catch (error) {
    if (isNotFound(error)) return { done: `${resource} is gone: nothing was put back` };
    throw error;
  }
}

async function restoreNow(
  resource: string,
  restore: CloudRestore,
  { instances, volumes, networkAcls, securityGroups, ioPauses }: RestorePorts,
  signal: AbortSignal,
): Promise<Restored> {
  switch (restore.do) {
    case 'remove-entry': {
      const id = resource as NetworkAclId;
      const { entries } = await networkAcls.describe(id, signal);
      // Somebody may have removed it, and even have put another in its place: only ours is taken away.
      if (!entries.some((present) => entryText(present) === restore.entry))
        return { done: 'the entry was gone' };
      await networkAcls.removeEntry(id, restore.direction, restore.number, signal);
      return { done: `entry removed: ${restore.entry}` };
    }
    case 'authorize-ingress': {
      const id = resource as SecurityGroupId;
      const present = new Set((await securityGroups.rules(id, signal)).map(ruleText));
      const missing = restore.permissions.filter((rule) => !present.has(ruleText(rule)));
      if (missing.length === 0) return { done: 'the rules were there' };
      await securityGroups.authorize(id, missing, signal);
      return { done: `authorized: ${missing.map(ruleText).join(', ')}` };
    }
    case 'revoke-ingress': {
      const id = resource as SecurityGroupId;
      const unwanted = new Set(restore.permissions.map(ruleText));
      const present = (await securityGroups.rules(id, signal)).filter((rule) => unwanted.has(ruleText(rule)));
      if (present.length === 0) return { done: 'the rules were gone' };
      await securityGroups.revoke(id, present, signal);
      return { done: `revoked: ${present.map(ruleText).join(', ')}` };
    }
    case 'start-instance': {
      const id = resource as InstanceId;
      const { state } = await instances.describe(id, signal);
      if (state === 'running' || state === 'pending') return { done: `it was ${state}` };
      if (state === 'terminated' || state === 'shutting-down') return { done: `it is ${state}: left so` };
      if (state === 'stopping') return { notYet: 'it is still stopping' };
      await instances.start(id, signal);
      return { done: 'started' };
    }
    case 'attach-volume': {
      const id = resource as VolumeId;
      const { state, attachment } = await volumes.describe(id, signal);
      const to = restore.instance as InstanceId;
      if (attachment !== undefined && attachment.state !== 'attached' && attachment.state !== 'attaching')
        return { notYet: `it is still ${attachment.state}` };
      if (attachment !== undefined) return { done: `it was attached to ${attachment.instanceId}` };
      if (state !== 'available') return { notYet: `it is ${state}` };
      try {
        await volumes.attach(id, to, restore.device, signal);
      } catch (error) {
        if (!hasCode(error, 'IncorrectInstanceState', 'IncorrectState')) throw error;
        return { notYet: `${to} takes no volume now` };
      }
      if (restore.deleteOnTermination) await volumes.setDeleteOnTermination(to, restore.device, true, signal);
      return { done: `attached to ${to} as ${restore.device}` };
    }
    case 'resume-io': {
      const { id } = await volumes.describe(resource as VolumeId, signal);
      const ended = await ioPauses.end(id, signal);
      // The service says that it stops before it has stopped: the next look tells.
      return ended.length > 0
        ? { notYet: `${ended.join(', ')} is being stopped` }
        : { done: 'its I/O goes on' };
    }
  }
}
