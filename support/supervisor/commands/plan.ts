import { Command } from 'commander';
import { cloudAccess } from '../../environment/cloud-access';
import { openEnvironment } from '../../environment/open-environment';
import { planDrills } from '../../recovery/plan/plan-drills';
import { planReset } from '../../recovery/plan/plan-reset';
import { readDrillsOn } from '../drills';
import { exitCodeOf } from '../command-line/exit-code';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { planLines, resetLines } from '../output/plan-lines';
import { STATE_FOLDER } from '../settings';
import { taggedWith } from '../run/tagged-with';
import { wholeNumber } from '../command-line/whole-number';

interface PlanOptions {
  readonly environment: string;
  readonly tags: string;
  readonly seed: number;
}

export function planCommand(): Command {
  return new Command('plan')
    .description('show every change that each drill would make, with its revert; touches nothing')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--tags <expression>', "which drills, as Cucumber's tag expressions; all unless told", '')
    .option('--seed <N>', 'seed of the faults’ choices', wholeNumber, 1)
    .action(async ({ environment: chosen, tags, seed }: PlanOptions) => {
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const drills = readDrillsOn(environment).drills.filter(taggedWith(tags));
      const open = await openEnvironment(name, cloudAccess(environment, STATE_FOLDER));
      try {
        const { signal } = onInterruption();
        const planned = await planDrills(open, drills, seed, signal);
        const reset = await planReset(open, signal);
        const parts = [
          ...planned.map((drill) => planLines(drill, environment.instances.length)),
          ...(reset === undefined ? [] : [resetLines(reset)]),
        ];
        if (planned.some((drill) => 'problem' in drill)) process.exitCode = exitCodeOf('unknown');
        process.stdout.write(parts.map((lines) => `${lines.join('\n')}\n`).join('\n'));
      } finally {
        open.close();
      }
    });
}
