import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { keptCloud } from '../../environment/cloud-access';
import { removeEnvironment } from '../../environment/remove-environment';
import { openCloud } from '../cloud-door';
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
      if (embedded && keptCloud(STATE_FOLDER) === undefined) {
        progress(`${name} is not up`);
        return;
      }
      const access = await openCloud(environment, progress);
      await removeEnvironment(name, access, progress, onInterruption());
      if (embedded) {
        const cloud = await EmbeddedCloud.find(CLOUD_NAME);
        if (cloud !== undefined) await during(progress, 'Stopping the embedded cloud', () => cloud.stop());
      }
    });
}
