import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeReports } from '../../../reports/write-reports';
import { worst, type VerdictResult } from '../../drill/verdict';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import type { HeldEnvironment } from '../environment/held-environment';
import type { Progress } from '../output/progress';
import { summaryLines } from '../output/summary-lines';
import { superviseRun, type SupervisedRun } from '../run/supervise-run';
import { deal } from './deal';
import { joinLanes } from './join-lanes';

export interface ParallelRun extends Pick<
  SupervisedRun,
  'run' | 'folder' | 'seed' | 'shuffled' | 'catalogue' | 'progress' | 'display' | 'interruption'
> {
  readonly drills: readonly DrillDefinition[];
  readonly environments: readonly HeldEnvironment[];
}

/**
 * Drills side by side, each environment with a share of them: a run of its own, `<run>-lane1` and so on, which can be
 * recovered and resumed as any other. Each names its drills, and not cucumber's shard of them: a run that is taken up again
 * has other tags, and a shard would be another one. At their end there is a joint report, `<run>`.
 */
export async function runLanes(parallel: ParallelRun): Promise<VerdictResult> {
  const { run, folder, seed, drills, environments, progress, ...rest } = parallel;
  const startedAt = new Date().toISOString();
  const lanes = deal(drills, environments.length).flatMap((share, index) => {
    const held = environments[index];
    if (held === undefined || share.length === 0) return [];
    const name = `${run}-lane${String(index + 1)}`;
    return [{ held, name, share, folder: join(dirname(folder), name) }];
  });
  const results = await Promise.all(
    lanes.map(async ({ held, name, share, folder: own }) => {
      mkdirSync(own, { recursive: true, mode: 0o700 });
      return superviseRun({
        ...rest,
        run: name,
        folder: own,
        seed,
        part: 1,
        tags: share.map(({ scenario }) => `@scenario:${scenario.id}`).join(' or '),
        environment: held.name,
        lock: held.lock,
        hold: held.hold,
        progress: prefixed(held.name, progress),
        said: prefixed(held.name, progress),
      });
    }),
  );
  joinLanes(
    folder,
    lanes.map((lane) => lane.folder),
  );
  const facts = {
    run,
    seed,
    environment: lanes.map(({ held }) => held.name).join(', '),
    startedAt,
    endedAt: new Date().toISOString(),
    notes: [],
  };
  const { record, paths } = await writeReports(folder, facts, dirname(folder));
  for (const line of summaryLines(record)) progress(line);
  for (const [what, path] of Object.entries(paths)) progress(`${what}: ${path}`);
  return worst([record.result, ...results]);
}

const prefixed =
  (name: string, progress: Progress): Progress =>
  (message) => {
    progress(`[${name}] ${message}`);
  };
