import { instanceNamed } from '../../../environment/environment';
import { tryConnection } from '../../../faults/network/connection';
import { runningInstance } from '../../../cloud/running-instance';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

const QUARANTINE = 'quarantine';

/**
 * Puts an instance into a security group that lets nobody in but SSH from the bastion: who looks into it still can, and
 * nobody else begins anything. A security group keeps state, so connections that exist go on.
 */
export const isolateInstance = action({
  name: 'isolate-instance',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `aws ec2 modify-instance-attribute --instance-id "$instance" --groups QUARANTINE  # a group that lets in TCP 22 of the bastion's group, and nothing else`,
  ],
  async run(_, { environment, target, cloud, host, budget, undoAtEnd }, signal) {
    const vpc = await cloud.network.find(signal);
    if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
    const { address, ingress } = instanceNamed(environment, target);
    const port = ingress[0]?.port ?? 0;
    const user = ingress.flatMap(({ from }) => from).find(({ kind }) => kind === 'instance');
    if (user?.kind !== 'instance') throw new Error(`no instance is let in to ${target}`);
    const bastion = environment.access.ssh.instance;
    const groups = await cloud.securityGroups.find(vpc, signal);
    const fromBastion = groups.find(({ name }) => name === bastion);
    if (fromBastion === undefined) throw new Error(`${bastion} has no security group`);
    const { id, securityGroupIds } = await runningInstance(cloud.instances, target, signal);
    undoAtEnd(`the isolation of ${id}`, async (until) => {
      const left = await cloud.instances.find({ Name: target }, until);
      if (left.some((each) => each.id === id))
        await cloud.instances.setSecurityGroups(id, securityGroupIds, until);
      const quarantine = (await cloud.securityGroups.find(vpc, until)).filter(
        ({ name }) => name === QUARANTINE,
      );
      await cloud.securityGroups.remove(quarantine, until);
    });
    const group = await cloud.securityGroups.ensure(
      vpc,
      QUARANTINE,
      'SSH from the bastion, and nothing else',
      signal,
    );
    await cloud.securityGroups.setIngress(group, [{ port: 22, from: { group: fromBastion.id } }], signal);
    await cloud.instances.setSecurityGroups(id, [group.id], signal);
    return waitUntil<string>({
      subject: `${target} to be out of reach`,
      deadline: waitLimit(budget),
      interval: milliseconds(300),
      attempt: seconds(15),
      signal,
      observe: async (attempt) => {
        const seen = await tryConnection(host(user.name), address, port, attempt);
        const words = `a new connection from ${user.name} to port ${String(port)} of ${target} is ${seen}`;
        return seen === 'silent' ? { value: `${id} is in ${group.id}: ${words}` } : { seen: words };
      },
    });
  },
});
