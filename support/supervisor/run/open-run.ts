import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { readDrillsOn } from '../drills';
import type { ChosenEnvironment } from '../environment/environment-file';
import { onInterruption, type Interruption } from '../command-line/interruption';
import type { Progress } from '../output/progress';
import { refuseProtectedHere, refuseProtectedInCloud } from '../environment/refuse-protected';
import { openDisplay, type Display } from '../view/display';

/** What a run has before it takes its environment. */
export interface OpenedRun {
  readonly catalogue: Catalogue;
  readonly progress: Progress;
  readonly display: Display;
  readonly interruption: Interruption;
}

/** Says everything that can be wrong in the files, and refuses a protected environment, before anything is touched. */
export async function openRun(chosen: ChosenEnvironment): Promise<OpenedRun> {
  refuseProtectedHere(chosen);
  const catalogue = readDrillsOn(chosen.environment);
  const display = openDisplay(process.stdout, process.env);
  const { progress } = display;
  const interruption = onInterruption();
  await refuseProtectedInCloud(chosen, progress, interruption.signal);
  return { catalogue, progress, display, interruption };
}
