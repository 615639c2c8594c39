import { action } from '../action';
import { filters } from '../commands';
import { noParameters } from '../no-parameters';

/** Sees that EC2 knows no data volume of the target any more; one that is there is not to be replaced by an older one. */
export const confirmVolumeLost = action({
  name: 'confirm-volume-lost',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-volumes ${filters(environment, target)} Name=tag:firedrill:volume,Values=data --query 'Volumes[].[VolumeId,State]' --output table`,
  ],
  async run(_, { target, cloud }, signal) {
    const found = await cloud.volumes.find({ Name: target, 'firedrill:volume': 'data' }, signal);
    const left = found.filter(({ state }) => state !== 'deleting' && state !== 'deleted');
    if (left.length > 0) {
      const seen = left.map(({ id, state }) => `${id} is ${state}`).join(', ');
      throw new Error(`${seen}: it is not lost`);
    }
    return `EC2 knows no data volume of ${target}`;
  },
});
