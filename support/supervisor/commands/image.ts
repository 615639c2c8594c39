import { Command } from 'commander';
import { buildImages } from '../../environment/image-builder';
import { openCloud } from '../environment/cloud-door';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { STATE_FOLDER } from '../settings';

export function imageCommand(): Command {
  const build = new Command('build')
    .description('build the images whose inputs have changed; what runs is left as it is')
    .option('--environment <name>', "the cloud that it is in: an environment's", DEFAULT_ENVIRONMENT)
    .addHelpText(
      'after',
      `
Example:
  firedrill image build

Each is made of its parent by its install script, as on Amazon: an instance is run, set up, and its root volume kept. "firedrill
up" replaces the instances of an image that is another now, on their data volumes.`,
    )
    .action(async ({ environment: name }: { readonly environment: string }) => {
      const { environment } = chooseEnvironment(name);
      const progress = progressTo(process.stdout);
      const { signal } = onInterruption();
      const { connection } = await openCloud(environment, progress);
      const images = await buildImages({
        ...{ connection, stateFolder: STATE_FOLDER, sshPort: environment.access.ssh.port, progress, signal },
      });
      for (const [role, id] of images) progress(`${role}: ${id}`);
    });
  return new Command('image').description('the images of the roles').addCommand(build);
}
