import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { filters } from '../commands';
import { noParameters } from '../no-parameters';
import { compareGroup } from './security-group-differences';

/** Names what differs in the target's security group; fails when nothing does, for then the cause is another. */
export const compareSecurityGroup = action({
  name: 'compare-security-group',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-security-groups ${filters(environment, target)} --query 'SecurityGroups[0].IpPermissions'`,
    `# declared: ${instanceNamed(environment, target)
      .ingress.map(({ port }) => `TCP ${String(port)}`)
      .join(', ')} as under ingress in the environment file, 22 from the bastion, 5666 from the monitor`,
  ],
  async run(_, context, signal) {
    const { group, differences } = await compareGroup(context, signal);
    if (differences.length === 0) throw new Error(`${group.id} of ${context.target} is as declared`);
    return `${group.id} of ${context.target}: ${differences.join('; ')}`;
  },
});
