import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runIndexFile, type RunIndex } from '../trend/run-index';

type Outcome = RunIndex['drills'][number];

/** What a generated history is to show beside noise. */
export interface HistoryPlan {
  readonly runs: number;
  readonly drills: number;
  /** What is special about a drill's outcome, by its number and the run's; the rest is noise around the drill's own time. */
  readonly differs?: (drill: number, run: number) => Partial<Outcome>;
}

const DAY = 24 * 60 * 60 * 1000;

/** Nights one after the other, each with every drill met, in times that vary by a tenth from the drill's own: the same each time. */
export function sampleHistory({ runs, drills, differs }: HistoryPlan): RunIndex[] {
  const random = randomFrom(1);
  return Array.from({ length: runs }, (_, run) => ({
    version: 1,
    run: `run-${String(run).padStart(5, '0')}`,
    environment: 'staging',
    startedAt: new Date(Date.UTC(2024, 0, 1) + run * DAY).toISOString(),
    drills: Array.from({ length: drills }, (__, drill) => ({
      drill: `drill-${String(drill).padStart(3, '0')}`,
      title: `Drill number ${String(drill)}`,
      result: 'met' as const,
      recoveryMs: Math.round((4000 + 100 * drill) * (0.9 + 0.2 * random())),
      errorMs: 20,
      fingerprint: 'same',
      ...differs?.(drill, run),
    })),
  }));
}

/** Writes it as the runs of a reports folder, each with a `run.json` that a trend has no need to read. */
export function writeSampleHistory(reportsFolder: string, history: readonly RunIndex[]): void {
  for (const index of history) {
    const folder = join(reportsFolder, index.run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run.json'), 'not to be read');
    writeFileSync(runIndexFile(folder), JSON.stringify(index));
  }
}

/** Park and Miller's generator: numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
