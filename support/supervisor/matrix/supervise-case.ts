import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloudAccess } from '../../environment/cloud-access';
import { redactOutputs } from '../../safety/redact-outputs';
import { RunHold } from '../../safety/run-hold';
import { takeLock } from '../environment/bring-up';
import { readDrills } from '../drills';
import { chooseEnvironment } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { REPORTS_FOLDER, STATE_FOLDER } from '../settings';
import { superviseCucumber } from '../run/supervise-run';

/** The supervisor of one case of the matrix, as `firedrill run` is one of drills: `supervise-case.ts RUN FILE`. */
async function main([run = '', file = '']: readonly string[]): Promise<void> {
  const { environment } = chooseEnvironment(file);
  const { name } = environment;
  const progress = progressTo(process.stdout);
  const interruption = onInterruption();
  const folder = join(REPORTS_FOLDER, run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(name, `run ${run}`);
  try {
    const access = cloudAccess(environment, STATE_FOLDER);
    const { signal } = interruption;
    const hold = await RunHold.take({ lock, environment: name, run, access, onTrouble: progress }, signal);
    try {
      const plan = { run, folder, environment: name, seed: 1, tags: 'not @x', part: 1, profile: 'matrix' };
      const notes = await superviseCucumber({
        ...plan,
        lock,
        hold,
        catalogue: readDrills,
        progress,
        interruption,
      });
      for (const note of notes) progress(note);
    } finally {
      await hold.release();
    }
  } finally {
    lock.release();
  }
}

redactOutputs(STATE_FOLDER, process.env);
main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 255;
});
