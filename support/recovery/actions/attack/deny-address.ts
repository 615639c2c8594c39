import { entryText } from '../../../cloud/network-acls';
import { instanceNamed, type Environment } from '../../../environment/environment';
import { freeNumber } from '../../../faults/network/block-network';
import { aclOf } from '../../../environment/subnet-acl';
import { action } from '../action';
import { ADDRESS, attackersFound } from './attackers';
import { noParameters } from '../no-parameters';

/**
 * Denies the attackers' addresses, in the network ACL of the target's subnet, the port that the target takes connections on. An
 * ACL keeps no state, so what they hold open is cut off, too.
 */
export const denyAddress = action({
  name: 'deny-address',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const port = firstPort(environment, target);
    return [
      `acl=$(aws ec2 describe-network-acls --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:subnet,Values=${instanceNamed(environment, target).subnet} --query 'NetworkAcls[0].NetworkAclId' --output text)`,
      `aws ec2 create-network-acl-entry --network-acl-id "$acl" --ingress --rule-number 99 --rule-action deny --protocol 6 --port-range From=${String(port)},To=${String(port)} --cidr-block ${ADDRESS}/32`,
    ];
  },
  async run(_, { environment, target, cloud, facts, undoAtEnd }, signal) {
    const { subnet } = instanceNamed(environment, target);
    const port = firstPort(environment, target);
    const denied: string[] = [];
    for (const address of attackersFound(facts)) {
      const acl = await aclOf({ environment, cloud }, subnet, signal);
      const entry = {
        direction: 'ingress',
        number: freeNumber(acl, 'ingress'),
        action: 'deny',
        protocol: '6',
        cidr: `${address}/32`,
        // No more than that: answers of that address, which somebody here asked for, come in by other ports.
        ports: { from: port, to: port },
      } as const;
      // In a drill the attacker is needed again.
      undoAtEnd(`the entry against ${address}`, async (until) => {
        const { entries } = await aclOf({ environment, cloud }, subnet, until);
        if (entries.some((each) => entryText(each) === entryText(entry)))
          await cloud.networkAcls.removeEntry(acl.id, entry.direction, entry.number, until);
      });
      await cloud.networkAcls.putEntry(acl.id, entry, signal);
      denied.push(`${acl.id} of ${subnet}: ${entryText(entry)}`);
    }
    return denied.join('; ');
  },
});

function firstPort(environment: Environment, target: string): number {
  const port = instanceNamed(environment, target).ingress[0]?.port;
  if (port === undefined) throw new Error(`${target} takes no connections`);
  return port;
}
