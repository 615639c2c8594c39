import { untilInstance } from '../../cloud/until-state';
import { runningInstance } from '../../faults/running-instance';
import { action } from './action';
import { instanceCommand } from './commands';
import { noParameters } from './no-parameters';
import { waitLimit } from './wait-limit';

/**
 * Terminates an instance that cannot be mended, without waiting for a shutdown of its operating system. Its data volume is
 * not deleted with it.
 */
export const terminateInstance = action({
  name: 'terminate-instance',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 terminate-instances --instance-ids "$instance" --force --skip-os-shutdown',
    'aws ec2 wait instance-terminated --instance-ids "$instance"',
  ],
  async run(_, { target, cloud, dataVolume, budget, facts }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    const volume = await dataVolume(target, signal);
    if (volume.attachment?.deleteOnTermination === true)
      throw new Error(`${volume.id} would be deleted with ${id}: clear DeleteOnTermination first`);
    await cloud.instances.terminate([id], 'cut', signal);
    const before = facts.terminated?.get(target) ?? [];
    facts.terminated = new Map([...(facts.terminated ?? []), [target, [...before, id]]]);
    await untilInstance(cloud.instances, id, 'terminated', { deadline: waitLimit(budget), signal });
    return `${target} (${id}) is terminated; ${volume.id} is kept`;
  },
});
