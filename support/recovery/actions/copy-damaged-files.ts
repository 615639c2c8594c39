import { z } from 'zod';
import { instanceNamed } from '../../environment/environment';
import { action } from './action';
import { onInstance } from './commands';
import { askScrub, contentStoreBelow, describeBad, SCRUB } from './content-store';

const restoreCommand = (volumeMount: string, mount: string): string =>
  `${SCRUB} --restore-from ${contentStoreBelow(volumeMount).replace(volumeMount, mount)} --json`;

/**
 * Puts back the damaged files, and only these, from the restored volume: each is written beside, verified against the
 * ledger, synced and renamed. Documents that were stored since stay as they are.
 */
export const copyDamagedFiles = action({
  name: 'copy-damaged-files',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => [
    onInstance(target, restoreCommand(instanceNamed(environment, target).volume.mount, mount)),
  ],
  async run({ mount }, { environment, target, host }, signal) {
    const command = restoreCommand(instanceNamed(environment, target).volume.mount, mount);
    const { restored, bad } = await askScrub(host(target), command, signal);
    const observed = `restored ${String(restored.length)} files: ${restored.join(', ')}`;
    if (bad.length > 0) throw new Error(`${observed}; not restored: ${describeBad(bad)}`);
    if (restored.length === 0) throw new Error('no file was damaged any more: nothing was restored');
    return observed;
  },
});
