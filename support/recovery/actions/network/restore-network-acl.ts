import { allowAll } from '../../../cloud/network-acls';
import { instanceNamed } from '../../../environment/environment';
import { aclOf } from '../../../environment/subnet-acl';
import { aclDifferences } from './acl-differences';
import { action } from '../action';
import { noParameters } from '../no-parameters';

/** Makes the network ACL of the target's subnet what the environment file declares. */
export const restoreNetworkAcl = action({
  name: 'restore-network-acl',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `acl=$(aws ec2 describe-network-acls --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:subnet,Values=${instanceNamed(environment, target).subnet} --query 'NetworkAcls[0].NetworkAclId' --output text)`,
    'aws ec2 delete-network-acl-entry --network-acl-id "$acl" --egress --rule-number NUMBER  # each that is not declared; --ingress for the other direction',
  ],
  async run(_, { environment, target, cloud }, signal) {
    const { subnet } = instanceNamed(environment, target);
    const before = await aclOf({ environment, cloud }, subnet, signal);
    await cloud.networkAcls.setEntries(before.id, allowAll, signal);
    const left = aclDifferences(await aclOf({ environment, cloud }, subnet, signal));
    if (left.length > 0) throw new Error(`${before.id} still differs: ${left.join('; ')}`);
    return `${before.id} of ${subnet} is as declared; put right: ${aclDifferences(before).join('; ') || 'nothing'}`;
  },
});
