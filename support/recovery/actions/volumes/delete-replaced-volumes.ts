import { volumeExists } from '../../../cloud/until-state';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { noParameters } from '../no-parameters';

/** Deletes the volumes that earlier steps have taken out of service: where nobody may look into what is on them. */
export const deleteReplacedVolumes = action({
  name: 'delete-replaced-volumes',
  parameters: noParameters,
  commands: (_, { environment }) => [
    `aws ec2 describe-volumes --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:volume,Values=damaged --query 'Volumes[].VolumeId'`,
    '# of each that was replaced just now: aws ec2 delete-volume --volume-id "$volume"',
  ],
  async run(_, { cloud, facts }, signal) {
    const replaced = facts.replacedVolumes ?? [];
    if (replaced.length === 0) throw new Error('no earlier step has replaced a volume');
    await all(
      replaced.map(async (id) => {
        if (await volumeExists(cloud.volumes, id, signal)) await cloud.volumes.delete(id, signal);
      }),
    );
    delete facts.replacedVolumes;
    return `deleted: ${replaced.join(', ')}`;
  },
});
