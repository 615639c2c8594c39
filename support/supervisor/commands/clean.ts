import { rmSync } from 'node:fs';
import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { during, progressTo } from '../progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';

export function cleanCommand(): Command {
  return new Command('clean')
    .description('remove every container, network, volume, loop device and image of ours, and nothing else')
    .addHelpText('after', '\nReports in reports/out/ stay. The next `firedrill up` starts from nothing.')
    .action(async () => {
      const progress = progressTo(process.stdout);
      await during(progress, 'Removing the embedded cloud', () => EmbeddedCloud.remove(CLOUD_NAME));
      rmSync(STATE_FOLDER, { recursive: true, force: true });
    });
}
