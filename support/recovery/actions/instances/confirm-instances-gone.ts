import { z } from 'zod';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { filters } from '../commands';
import { untilGone } from './confirm-instance-gone';
import { instanceNames } from '../instance-names';

/** Waits, within the step's budget, until none of the instances is left, and sees that no data volume of them is either. */
export const confirmInstancesGone = action({
  name: 'confirm-instances-gone',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    instances.flatMap((name) => [
      `aws ec2 describe-instances ${filters(environment, name)} --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output table`,
      `aws ec2 describe-volumes ${filters(environment, name)} --query 'Volumes[].[VolumeId,State]' --output table`,
    ]),
  async run({ instances }, context, signal) {
    await all(instances.map((name) => untilGone(name, context, signal)));
    const left = await all(
      instances.map((name) => context.cloud.volumes.find({ Name: name, 'firedrill:volume': 'data' }, signal)),
    );
    const there = left.flat().filter(({ state }) => !state.startsWith('delet'));
    if (there.length > 0) throw new Error(`there still is ${there.map(({ id }) => id).join(', ')}`);
    return `neither an instance nor a data volume of ${instances.join(', ')} is left`;
  },
});
