import { z } from 'zod';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';

/** Says whether EC2 lets a running instance's metadata service answer; fails when that is not as expected. */
export const checkMetadataEndpoint = action({
  name: 'check-metadata-endpoint',
  parameters: z.strictObject({ expect: z.enum(['enabled', 'disabled']) }),
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `aws ec2 describe-instances --instance-ids "$instance" --query 'Reservations[0].Instances[0].MetadataOptions.HttpEndpoint' --output text`,
  ],
  async run({ expect }, { target, cloud }, signal) {
    const { id, metadataEndpoint } = await runningInstance(cloud.instances, target, signal);
    const observed = `EC2 says that the metadata service of ${target} (${id}) is ${metadataEndpoint ?? 'not described'}`;
    if (metadataEndpoint !== expect) throw new Error(`${observed}; expected ${expect}`);
    return observed;
  },
});
