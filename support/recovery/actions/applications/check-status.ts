import { z } from 'zod';
import { excerptOf } from '../../../drill/redaction/excerpt';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';

const statusCommand = ({ name, role }: InstanceDeclaration): string => {
  const { status } = roleSoftware[role];
  if (status === undefined) throw new Error(`${name} says nowhere in which state it is`);
  return status;
};

/** Asks an application on its own instance in which state it is; fails when that is another than expected. */
export const checkStatus = action({
  name: 'check-status',
  parameters: z.strictObject({ expect: z.enum(['RUNNING', 'ERROR']) }),
  commands: (_, { environment, target }) => [
    onInstance(target, statusCommand(instanceNamed(environment, target))),
  ],
  async run({ expect }, { environment, target, host }, signal) {
    const command = statusCommand(instanceNamed(environment, target));
    const { stdout } = await tryAsRoot(host(target), command, { signal });
    const observed = `asked on its own instance, ${target} says ${excerptOf(stdout.trim(), 200) || 'nothing'}`;
    if (!stdout.includes(`"state":"${expect}"`)) throw new Error(`${observed}; expected ${expect}`);
    return observed;
  },
});
