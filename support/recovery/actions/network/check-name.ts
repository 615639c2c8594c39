import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';

const lookUp = (name: string): string => `getent ahostsv4 ${quote(name)}`;

/** Looks an instance's name up on the target, as its programs do; fails when it does not lead where it is expected to. */
export const checkName = action({
  name: 'check-name',
  parameters: z.strictObject({ name: z.string(), expect: z.enum(['declared', 'wrong']) }),
  commands: ({ name }, { target }) => [onInstance(target, lookUp(name))],
  async run({ name, expect }, { environment, target, host }, signal) {
    const { address } = instanceNamed(environment, name);
    const answer = await asRoot(host(target), `${lookUp(name)} | head -n1`, { signal });
    const [leads = ''] = answer.trim().split(/\s+/);
    const observed = `on ${target}, ${name} leads to ${leads || 'nowhere'}; declared is ${address}`;
    if ((leads === address) !== (expect === 'declared')) throw new Error(observed);
    return observed;
  },
});
