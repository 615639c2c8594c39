import { Command } from 'commander';
import { cloudAccess } from '../../environment/cloud-access';
import { openEnvironment } from '../../environment/open-environment';
import { planDrills } from '../../recovery/plan-drills';
import { readDrillsOn } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment-file';
import { onInterruption } from '../interruption';
import { STATE_FOLDER } from '../settings';
import { wholeNumber } from '../whole-number';

export function planCommand(): Command {
  return new Command('plan')
    .description('show what each drill would do to which instance; touches nothing')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--seed <N>', 'seed of the faults’ choices', wholeNumber, 1)
    .action(async ({ environment: chosen, seed }: { environment: string; seed: number }) => {
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const catalogue = readDrillsOn(environment);
      const open = await openEnvironment(name, cloudAccess(environment, STATE_FOLDER));
      try {
        for (const { id, title, runbook, changes } of await planDrills(
          open,
          catalogue,
          seed,
          onInterruption().signal,
        )) {
          process.stdout.write(`${id}: ${title}\n`);
          for (const { target, change, revert } of changes) {
            process.stdout.write(`  breaks   ${target}: ${change}\n  reverts  ${revert}\n`);
          }
          process.stdout.write(`  follows  ${runbook.title}\n`);
          for (const [index, { title: step, commands }] of runbook.steps.entries()) {
            process.stdout.write(`    ${String(index + 1)}. ${step}\n`);
            for (const command of commands) process.stdout.write(`       ${command}\n`);
          }
        }
      } finally {
        open.close();
      }
    });
}
