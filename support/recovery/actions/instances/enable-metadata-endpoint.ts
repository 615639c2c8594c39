import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Lets a running instance's metadata service answer: for version 2 only, as for every instance. */
export const enableMetadataEndpoint = action({
  name: 'enable-metadata-endpoint',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 modify-instance-metadata-options --instance-id "$instance" --http-endpoint enabled --http-tokens required',
  ],
  async run(_, { target, cloud }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    await cloud.instances.setMetadataEndpoint(id, 'enabled', signal);
    const { metadataEndpoint } = await cloud.instances.describe(id, signal);
    if (metadataEndpoint !== 'enabled')
      throw new Error(`EC2 says that it is ${metadataEndpoint ?? 'not described'} still`);
    return `the metadata service of ${target} (${id}) answers`;
  },
});
