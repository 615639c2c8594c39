import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../reports/run-record';
import { minutes as minutesOf } from '../../drill/time';
import type { VerdictResult } from '../../drill/verdict';
import { writeNightFile, type Found } from '../../recovery/run/night-file';
import type { ChosenEnvironment } from '../environment/environment-file';
import { HeldEnvironment } from '../environment/held-environment';
import type { OpenedRun } from '../run/open-run';
import { runId } from '../run/run-id';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';
import { Sources } from '../environment/sources';
import { superviseRun } from '../run/supervise-run';
import { taggedWith } from '../run/tagged-with';
import { lookAtEnvironment } from './found-environment';
import { foundNote } from './found-note';
import { inOneLine } from './in-one-line';
import { lastNight } from './last-night';
import { nightDrill } from './night-drill';
import { nightOrder, reasons } from './night-order';

export interface Night {
  readonly chosen: ChosenEnvironment;
  readonly opened: OpenedRun;
  readonly began: Date;
  readonly tags: string;
  readonly seed: number;
  /** Minutes after which no drill begins. */
  readonly budget: number | undefined;
  /** Whether an environment that cannot be mended is ended and provisioned anew. */
  readonly rebuild: boolean;
}

export interface EndedNight {
  /** With what was not in order of the run itself. */
  readonly result: VerdictResult;
  readonly record: RunRecord;
  readonly folder: string;
  readonly found: Found;
}

/** Brings the environment up, mended where it is broken, and goes through the drills in the night's order. */
export async function runNight(night: Night): Promise<EndedNight> {
  const { chosen, opened, began, tags, seed, budget } = night;
  const { catalogue, progress, display, interruption } = opened;
  const { name } = chosen.environment;
  const drills = catalogue.drills.filter(taggedWith(tags));
  if (drills.length === 0) throw new Error(`no drill has the tags ${tags}; run: npx firedrill plan`);
  const order = nightOrder(
    drills.map((drill) => nightDrill(CHECKOUT, drill)),
    lastNight(REPORTS_FOLDER, name),
    seed,
  );
  for (const reason of reasons) {
    const count = order.filter(({ because }) => because === reason).length;
    if (count > 0) progress(`${String(count)} of ${String(order.length)} drills: ${reason}`);
  }
  const run = runId(began, seed);
  const { held, found } = await takeWhole(night, run);
  const sources = new Sources(progress);
  try {
    await sources.bringUp(drills, interruption.signal);
    const folder = join(REPORTS_FOLDER, run);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeNightFile(folder, { environment: name, seed, found, order: [...order] });
    const { lock, hold } = held;
    let record: RunRecord | undefined;
    const result = await superviseRun({
      ...{ run, folder, environment: name, seed, tags, part: 1, lock, hold, progress, interruption },
      ...{ display, since: began },
      catalogue: () => catalogue,
      ...(budget === undefined ? {} : { until: new Date(began.getTime() + minutesOf(budget)) }),
      onReported: (reported) => (record = reported),
    });
    if (record === undefined) throw new Error(`${run} has no report`);
    return { result, record, folder, found };
  } finally {
    try {
      await held.release();
    } finally {
      await sources.takeDown();
    }
  }
}

/** The environment, whole, and how it was found. */
async function takeWhole(
  { chosen, opened, rebuild }: Night,
  run: string,
): Promise<{ readonly held: HeldEnvironment; readonly found: Found }> {
  const { progress, interruption } = opened;
  const { environment } = chosen;
  const { name } = environment;
  const { signal } = interruption;
  const began = performance.now();
  let seen: Pick<Found, 'state' | 'findings'> | undefined;
  let rebuilt = false;
  const held = await HeldEnvironment.take(chosen, run, progress, signal, {
    look: async (access) => {
      seen = await lookAtEnvironment(environment, access, REPORTS_FOLDER, signal);
      if (seen.state === 'broken') progress(`${name} is found broken, and mended first`);
      for (const finding of seen.findings) progress(`  ${finding}`);
    },
    rebuild: (why) => {
      // It takes the archives with it, so nobody does it unasked. The cause is told behind it.
      if (!rebuild)
        throw new Error(`${name} cannot be mended, and is provisioned anew only with --rebuild`, {
          cause: why,
        });
      rebuilt = true;
      progress(`${name} cannot be mended (${inOneLine(why)}): it is ended and provisioned anew`);
    },
  });
  const found = { state: 'whole' as const, findings: [], ...seen, rebuilt, took: performance.now() - began };
  const note = foundNote(name, found);
  if (note !== undefined) progress(note);
  return { held, found };
}
