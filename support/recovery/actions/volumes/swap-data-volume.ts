import type { VolumeId } from '../../../cloud/ids';
import { untilVolume, volumeExists } from '../../../cloud/until-state';
import type { Volume } from '../../../cloud/volumes';
import { minutes, seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { isMounted } from '../../../hosts/mounts';
import { quote } from '../../../hosts/shell';
import type { ActionContext } from '../context';

/**
 * Puts a volume in the place of an instance's data volume, which is kept, detached, for whoever wants to know what happened
 * to it; returns that one's id. Nothing may have files open on it; the new one is attached to nothing.
 */
export async function swapDataVolume(
  { environment, host, cloud, dataVolume, undoAtEnd, facts }: ActionContext,
  target: string,
  restored: Volume,
  signal: AbortSignal,
): Promise<VolumeId> {
  const declared = instanceNamed(environment, target).volume;
  const instance = await runningInstance(cloud.instances, target, signal);
  const old = await dataVolume(target, signal);
  const { volumes } = cloud;
  const available = { deadline: minutes(5), signal };
  const { mount } = declared;
  await asRoot(host(target), `if ${isMounted(mount)}; then umount ${quote(mount)}; fi`, {
    signal,
    timeout: seconds(60),
  });
  await volumes.detach(old.id, false, signal);
  await untilVolume(volumes, old.id, 'available', available);
  // In a drill nobody looks into it; on its way out it is found by its tag, should the drill die.
  undoAtEnd(`${old.id}, the damaged volume of ${target}`, async (until) => {
    if (await volumeExists(volumes, old.id, until)) await volumes.delete(old.id, until);
  });
  facts.replacedVolumes = [...(facts.replacedVolumes ?? []), old.id];
  await volumes.setTags(old.id, { 'firedrill:volume': 'damaged' }, signal);
  await volumes.attach(restored.id, instance.id, declared.device, signal);
  await untilVolume(volumes, restored.id, 'in-use', available);
  await volumes.setTags(restored.id, { 'firedrill:volume': 'data', Name: target }, signal);
  return old.id;
}
