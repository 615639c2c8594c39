import { z } from 'zod';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';
import { askScrub, describeBad, SCRUB } from './content-scrub';

const restoreCommand = (instance: InstanceDeclaration, mount: string): string => {
  const { content } = roleSoftware[instance.role];
  if (content === undefined) throw new Error(`${instance.name} holds no content store`);
  return `${SCRUB} --restore-from ${content.folder.replace(instance.volume.mount, mount)} --json`;
};

/**
 * Puts back the damaged files, and only these, from the restored volume: each is written beside, verified against the
 * ledger, synced and renamed. Documents that were stored since stay as they are.
 */
export const copyDamagedFiles = action({
  name: 'copy-damaged-files',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => [
    onInstance(target, restoreCommand(instanceNamed(environment, target), mount)),
  ],
  async run({ mount }, { environment, target, host }, signal) {
    const command = restoreCommand(instanceNamed(environment, target), mount);
    const { restored, bad } = await askScrub(host(target), command, signal);
    const observed = `restored ${String(restored.length)} files: ${restored.join(', ')}`;
    if (bad.length > 0) throw new Error(`${observed}; not restored: ${describeBad(bad)}`);
    if (restored.length === 0) throw new Error('no file was damaged any more: nothing was restored');
    return observed;
  },
});
