import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { fsckCommand } from './configuration-repository';

/** Has git read every object of the configuration repository. `damaged` is expected where objects are to be put back. */
export const checkRepository = action({
  name: 'check-repository',
  parameters: z.strictObject({ expect: z.enum(['damaged', 'whole']) }),
  commands: (_, { environment, target }) => [
    onInstance(target, fsckCommand(instanceNamed(environment, target).volume.mount)),
  ],
  async run({ expect }, { environment, target, host, keep }, signal) {
    const command = fsckCommand(instanceNamed(environment, target).volume.mount);
    const { code, stdout, stderr } = await tryAsRoot(host(target), command, { signal, timeout: minutes(5) });
    const said = [stdout, stderr].map((text) => text.trim()).filter(Boolean);
    keep(`fsck-${target}`, said.join('\n'));
    const lines = said.join('\n').split('\n').filter(Boolean);
    const observed =
      code === 0
        ? `git fsck of the configuration repository on ${target} finds every object whole`
        : `git fsck of the configuration repository on ${target} ended with ${String(code)}: ${lines.slice(0, 3).join('; ')}`;
    if ((code === 0) !== (expect === 'whole')) throw new Error(`${observed}; expected it to be ${expect}`);
    return observed;
  },
});
