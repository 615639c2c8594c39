import { action } from '../action';
import { filters } from '../commands';
import { noParameters } from '../no-parameters';
import { compareGroup } from './security-group-differences';

/** Makes the ingress of the target's security group what the environment file declares. */
export const restoreSecurityGroup = action({
  name: 'restore-security-group',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `group=$(aws ec2 describe-security-groups ${filters(environment, target)} --query 'SecurityGroups[0].GroupId' --output text)`,
    'aws ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port PORT --source-group GROUP  # each that is missing; --cidr for an address block',
    'aws ec2 revoke-security-group-ingress --group-id "$group" --protocol tcp --port PORT --source-group GROUP  # each that is not declared',
  ],
  async run(_, context, signal) {
    const before = await compareGroup(context, signal);
    await context.cloud.securityGroups.setIngress(before.group, before.declared, signal);
    const { group, differences } = await compareGroup(context, signal);
    if (differences.length > 0) throw new Error(`${group.id} still differs: ${differences.join('; ')}`);
    return `${group.id} of ${context.target} is as declared; put right: ${before.differences.join('; ') || 'nothing'}`;
  },
});
