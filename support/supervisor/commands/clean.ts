import { existsSync, rmSync } from 'node:fs';
import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { during, progressTo } from '../output/progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';
import { unmountBelow } from '../matrix/unmount-below';

export function cleanCommand(): Command {
  return new Command('clean')
    .description('remove every container, network, volume, loop device and image of ours, and nothing else')
    .addHelpText('after', '\nReports in reports/out/ stay. The next `firedrill up` starts from nothing.')
    .action(async () => {
      const progress = progressTo(process.stdout);
      const removed = await during(progress, 'Removing the embedded cloud', () =>
        EmbeddedCloud.remove(CLOUD_NAME),
      );
      if (removed === 'no-engine' && existsSync(STATE_FOLDER)) {
        throw new Error(
          'no container engine answers, so what it may hold of ours is not removed; start it and repeat',
        );
      }
      unmountBelow(STATE_FOLDER);
      rmSync(STATE_FOLDER, { recursive: true, force: true });
      progress(removed === 'removed' ? 'nothing of ours is left' : 'there was nothing of ours');
    });
}
