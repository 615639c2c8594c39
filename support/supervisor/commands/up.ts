import { Command } from 'commander';
import { bringUp } from '../environment/bring-up';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';

export function upCommand(): Command {
  return new Command('up')
    .description('provision an environment, or finish provisioning it')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .addHelpText(
      'after',
      '\nExample:\n  firedrill up staging\n\nIt can be repeated: what is there and right is kept.',
    )
    .action(async (name: string) => {
      const progress = progressTo(process.stdout);
      const open = await bringUp(chooseEnvironment(name), progress, onInterruption().signal);
      const { address, port, hostname } = open.applicationAccess();
      progress(`${open.name} is up: https://${hostname}:${String(port)}/ at ${address}`);
      open.close();
    });
}
