import { z } from 'zod';
import { withDeadline } from '../../../drill/deadline';
import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { runningInstance } from '../../../cloud/running-instance';
import {
  greetingCommand,
  greetingText,
  sshGreeting,
  type Greeting,
} from '../../../faults/instances/ssh-greeting';
import { greetingFromHere } from '../../../hosts/greeting-from-here';
import { action } from '../action';
import { instanceCommand } from '../commands';
import type { ActionContext } from '../context';

/** In the place of an instance: this machine, at the target's public address. For the bastion, which has none before it. */
const HERE = 'here';

/**
 * Asks sshd of the target for its greeting, from another instance or from here: `none` is expected of an instance that hangs,
 * or whose sshd does: the kernel takes the connection and nobody speaks.
 */
export const checkSshGreeting = action({
  name: 'check-ssh-greeting',
  parameters: z.strictObject({ from: z.string(), expect: z.enum(['none', 'some']) }),
  commands: ({ from }, { environment, target }) => {
    const says = '# accepted, and then SSH-';
    if (from === HERE)
      return [
        instanceCommand(environment, target),
        `address=$(aws ec2 describe-instances --instance-ids "$instance" --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)`,
        `timeout 5 bash -c "exec 3<>/dev/tcp/$address/${String(environment.access.ssh.port)} && echo accepted && head -c 4 <&3"  ${says}`,
      ];
    const { address } = instanceNamed(environment, target);
    return [`ssh ${from} ${JSON.stringify(greetingCommand(address))}  ${says}`];
  },
  async run({ from, expect }, context, signal) {
    const { target } = context;
    const { greeting, address } =
      from === HERE ? await askFromHere(context, signal) : await ask(from, context, signal);
    const observed = greetingText(from, target, address, greeting);
    if (greeting !== (expect === 'some' ? 'greets' : 'accepts'))
      throw new Error(
        `${observed}; expected ${expect === 'some' ? 'a greeting' : 'it to be taken without one'}`,
      );
    return observed;
  },
});

interface Asked {
  readonly greeting: Greeting;
  readonly address: string;
}

async function ask(
  from: string,
  { environment, target, host }: ActionContext,
  signal: AbortSignal,
): Promise<Asked> {
  const { address } = instanceNamed(environment, target);
  return { address, greeting: await sshGreeting(host(from), address, signal) };
}

async function askFromHere(
  { environment, target, cloud }: ActionContext,
  signal: AbortSignal,
): Promise<Asked> {
  const { publicAddress: address } = await runningInstance(cloud.instances, target, signal);
  if (address === undefined) throw new Error(`${target} has no public address: nobody can ask it from here`);
  const { port } = environment.access.ssh;
  const greeting = await withDeadline(seconds(5), signal, (limit) => greetingFromHere(address, port, limit));
  return { address, greeting };
}
