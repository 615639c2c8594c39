import { z } from 'zod';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';
import { waitLimit } from '../wait-limit';

/** What `timeout` ends with when it had to end the command by SIGKILL; mysqladmin heeds no other. */
const TIMED_OUT = 137;

const askCommand = (instance: InstanceDeclaration): string =>
  `timeout --signal=KILL 5 ${roleSoftware[instance.role].ask}`;

type Answer = 'some' | 'none' | 'refused';

/**
 * Asks what runs on an instance for an answer, on the instance itself: `none` is expected of one that hangs, which
 * systemd calls active; `some` of one that works, whatever it answers, within the step's budget.
 */
export const checkAnswer = action({
  name: 'check-answer',
  parameters: z.strictObject({ expect: z.enum(['none', 'some']) }),
  commands: (_, { environment, target }) => [
    onInstance(target, askCommand(instanceNamed(environment, target))),
  ],
  async run({ expect }, { environment, target, host, budget }, signal) {
    const instance = instanceNamed(environment, target);
    const ask = async (attempt: AbortSignal): Promise<{ readonly answer: Answer; readonly seen: string }> => {
      const options = { signal: attempt, timeout: seconds(15) };
      const { code, stderr } = await tryAsRoot(host(target), askCommand(instance), options);
      if (code === 0) return { answer: 'some', seen: `asked on its own instance, ${target} answers` };
      if (code === TIMED_OUT)
        return { answer: 'none', seen: `asked on its own instance, ${target} gives no answer within 5 s` };
      const why = stderr.trim() || `exit code ${String(code)}`;
      return { answer: 'refused', seen: `asked on its own instance, ${target} cannot be asked: ${why}` };
    };
    if (expect === 'none') {
      const { answer, seen } = await ask(signal);
      if (answer !== 'none') throw new Error(`${seen}; expected no answer`);
      return seen;
    }
    // One that was just started takes a moment until it listens.
    return waitUntil<string>({
      subject: `${target} to answer on its own instance`,
      deadline: waitLimit(budget),
      interval: milliseconds(250),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const { answer, seen } = await ask(attempt);
        return answer === 'some' ? { value: seen } : { seen };
      },
    });
  },
});
