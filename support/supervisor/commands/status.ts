import { Command } from 'commander';
import { cloudAccess } from '../../environment/cloud-access';
import { openEnvironment } from '../../environment/open-environment';
import { steadyState } from '../../environment/steady-state';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { STATE_FOLDER } from '../settings';

export function statusCommand(): Command {
  return new Command('status')
    .description('say what runs, and whether it is whole')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .addHelpText(
      'after',
      '\nExits with 0 when it is whole and with 1 when it is not, with a line for each finding.',
    )
    .action(async (chosen: string) => {
      const signal = onInterruption().signal;
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const open = await openEnvironment(name, cloudAccess(environment, STATE_FOLDER));
      try {
        const instances = await open.cloud.instances.find({}, signal);
        for (const declared of environment.instances) {
          const found = instances.filter(({ tags }) => tags['Name'] === declared.name);
          const seen = found.map(({ id, state }) => `${id} ${state}`).join(', ') || 'not there';
          process.stdout.write(`${declared.name.padEnd(12)} ${declared.address.padEnd(15)} ${seen}\n`);
        }
        const findings = await steadyState(open, signal);
        for (const finding of findings) process.stdout.write(`not whole: ${finding}\n`);
        if (findings.length === 0) process.stdout.write(`${name} is whole\n`);
        process.exitCode = exitCodeOf(findings.length === 0 ? 'met' : 'missed');
      } finally {
        open.close();
      }
    });
}
