import { Command } from 'commander';
import { cloudThatAnswers, openCloud } from '../environment/cloud-door';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { recoverUnderLock } from '../recover/recover-under-lock';
import { untilFree } from '../recover/until-free';

export function recoverCommand(): Command {
  return new Command('recover')
    .description('close what killed runs have left open, and make the environment whole')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .addHelpText(
      'after',
      `
It asks the cloud and every host which faults are in force and reverts them, goes back to the golden snapshot where
anything may be broken, seals the evidence of drills that were cut, and says what it did. It can be repeated.

Exits with 0 when the environment was found whole afterwards and with 2 when it was not.`,
    )
    .action(async (chosen: string) => {
      const progress = progressTo(process.stdout);
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const { signal } = onInterruption();
      const lock = await untilFree(name, 'recover', progress, signal);
      try {
        // A cloud that was stopped has nothing in force; one that has died is started again.
        const access =
          (await cloudThatAnswers(environment, signal)) ?? (await openCloud(environment, progress));
        const { findings } = await recoverUnderLock({
          environment,
          lock,
          access,
          catalogue: readDrills,
          progress,
          signal,
        });
        for (const finding of findings) progress(`not whole: ${finding}`);
        progress(findings.length === 0 ? `${name} is clean` : `${name} is not clean`);
        process.exitCode = exitCodeOf(findings.length === 0 ? 'met' : 'unknown');
      } finally {
        lock.release();
      }
    });
}
