import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { cloudAccess } from '../../environment/cloud-access';
import { removeEnvironment } from '../../environment/remove-environment';
import { takeLock } from '../bring-up';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment-file';
import { onInterruption } from '../interruption';
import { during, progressTo } from '../progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';

export function downCommand(): Command {
  return new Command('down')
    .description('end an environment; the embedded cloud stops, images are kept')
    .argument('[environment]', 'its file in fixtures/environments', DEFAULT_ENVIRONMENT)
    .action(async (name: string) => {
      const progress = progressTo(process.stdout);
      const { environment } = chooseEnvironment(name);
      const embedded = environment.cloud.endpoint === 'embedded';
      // Taking an environment down starts nothing: where the embedded cloud does not run, nothing of it is up.
      const cloud = embedded ? await EmbeddedCloud.find(CLOUD_NAME) : undefined;
      if (embedded && cloud === undefined) {
        progress(`${name} is not up`);
        return;
      }
      const lock = takeLock(name, `down ${name}`);
      try {
        await removeEnvironment(
          name,
          cloudAccess(environment, STATE_FOLDER),
          progress,
          onInterruption().signal,
        );
      } finally {
        lock.release();
      }
      if (cloud !== undefined) await during(progress, 'Stopping the embedded cloud', () => cloud.stop());
    });
}
