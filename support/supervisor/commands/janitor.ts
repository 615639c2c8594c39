import { Command } from 'commander';
import { connectCloud } from '../../cloud/connect-cloud';
import { cloudAccess } from '../../environment/cloud-access';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { STATE_FOLDER } from '../settings';

export function janitorCommand(): Command {
  return new Command('janitor')
    .description('put back what faults have changed in the cloud and whose leases have run out; once')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .addHelpText(
      'after',
      `
It goes by the tags of the environment's resources alone. The bastion of a provisioned environment runs the same by a
timer, so that it happens with nobody there.`,
    )
    .action(async (chosen: string) => {
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const { connection } = cloudAccess(environment, STATE_FOLDER);
      const cloud = connectCloud({ ...connection, environment: name });
      try {
        const said = await cloud.leases.sweep(onInterruption().signal);
        for (const line of said) process.stdout.write(`${line}\n`);
        if (said.length === 0) process.stdout.write('no lease has run out\n');
      } finally {
        cloud.close();
      }
    });
}
