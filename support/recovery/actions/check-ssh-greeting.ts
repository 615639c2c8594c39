import { z } from 'zod';
import { instanceNamed } from '../../environment/environment';
import { greetingCommand, sshGreeting } from '../../faults/ssh-greeting';
import { action } from './action';

/**
 * Asks sshd of the target for its greeting, from another instance: `none` is expected of an instance that hangs, whose
 * kernel takes the connection and on which nobody speaks.
 */
export const checkSshGreeting = action({
  name: 'check-ssh-greeting',
  parameters: z.strictObject({ from: z.string(), expect: z.enum(['none', 'some']) }),
  commands: ({ from }, { environment, target }) => [
    `ssh ${from} ${JSON.stringify(greetingCommand(instanceNamed(environment, target).address))}  # accepted, and then SSH-`,
  ],
  async run({ from, expect }, { environment, target, host }, signal) {
    const { address } = instanceNamed(environment, target);
    const greeting = await sshGreeting(host(from), address, signal);
    const words = {
      greets: 'is greeted',
      accepts: 'is taken, and nobody speaks',
      nothing: 'is not taken',
    };
    const observed = `a connection from ${from} to sshd of ${target} (${address}) ${words[greeting]}`;
    if (greeting !== (expect === 'some' ? 'greets' : 'accepts'))
      throw new Error(
        `${observed}; expected ${expect === 'some' ? 'a greeting' : 'it to be taken without one'}`,
      );
    return observed;
  },
});
