import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { cloudAccess } from '../../environment/cloud-access';
import { environmentsUp } from '../../environment/environment-state';
import { removeEnvironment } from '../../environment/remove-environment';
import { takeLock } from '../environment/bring-up';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { during, progressTo } from '../output/progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';

export function downCommand(): Command {
  return new Command('down')
    .description('end an environment; the embedded cloud stops with the last one, images are kept')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .action(async (chosen: string) => {
      const progress = progressTo(process.stdout);
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
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
      const others = environmentsUp(STATE_FOLDER);
      if (others.length > 0) progress(`the embedded cloud goes on: ${others.join(', ')} is up`);
      else if (cloud !== undefined) await during(progress, 'Stopping the embedded cloud', () => cloud.stop());
    });
}
