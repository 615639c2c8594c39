import { z } from 'zod';
import { untilInstance } from '../../../cloud/until-state';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { waitLimit } from '../wait-limit';

/**
 * Terminates an instance that cannot be mended, without waiting for a shutdown of its operating system. Its data volume is
 * not deleted with it. `maybe` is for a way back, before which it may have been terminated already, or may not have come to run.
 */
export const terminateInstance = action({
  name: 'terminate-instance',
  parameters: z.strictObject({ runs: z.enum(['yes', 'maybe']).default('yes') }),
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 terminate-instances --instance-ids "$instance" --force --skip-os-shutdown',
    'aws ec2 wait instance-terminated --instance-ids "$instance"',
  ],
  async run({ runs }, { target, cloud, dataVolume, budget, facts }, signal) {
    const there = (await cloud.instances.find({ Name: target }, signal)).find(
      ({ state }) => state !== 'shutting-down',
    );
    if (runs === 'maybe' && there === undefined) return `${target} has no instance any more`;
    const { id } =
      runs === 'maybe' && there !== undefined
        ? there
        : await runningInstance(cloud.instances, target, signal);
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
