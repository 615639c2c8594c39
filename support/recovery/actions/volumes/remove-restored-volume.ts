import { z } from 'zod';
import { untilVolume } from '../../../cloud/until-state';
import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';

/** Unmounts, detaches and deletes the volume that was made of the snapshot. */
export const removeRestoredVolume = action({
  name: 'remove-restored-volume',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { target }) => [
    onInstance(target, `umount ${mount}`),
    'aws ec2 detach-volume --volume-id "$restored"',
    'aws ec2 wait volume-available --volume-ids "$restored"',
    'aws ec2 delete-volume --volume-id "$restored"',
  ],
  async run({ mount }, { target, host, cloud, facts }, signal) {
    const volume = facts.restoredVolume;
    if (volume === undefined) throw new Error('no earlier step has made a volume of a snapshot');
    await asRoot(host(target), `umount ${quote(mount)}`, { signal });
    await cloud.volumes.detach(volume.id, false, signal);
    await untilVolume(cloud.volumes, volume.id, 'available', { deadline: minutes(5), signal });
    await cloud.volumes.delete(volume.id, signal);
    delete facts.restoredVolume;
    return `${volume.id} is unmounted, detached and deleted`;
  },
});
