import { join, resolve } from 'node:path';
import { z } from 'zod';
import { seconds, type Milliseconds } from '../support/drill/time';

const checkout = resolve(__dirname, '..');

/** State, keys and secrets of the environments. */
export const stateFolder = join(checkout, '.firedrill');

/** What cucumber's process is told by its environment; nothing else in the steps reads it. */
export interface RunSettings {
  readonly checkout: string;
  /** The environment's name. */
  readonly environment: string;
  readonly run: string;
  readonly seed: number;
  /** `reports/out/<run>`. */
  readonly runFolder: string;
  /** `.firedrill`. */
  readonly stateFolder: string;
  /** By drill: its recovery plan does nothing, and people are waited for so long; absent but for `npm run emptied`. */
  readonly emptied?: ReadonlyMap<string, Milliseconds>;
  /** No drill begins after that; absent where the run has all the time it needs. */
  readonly until?: Date;
  /** What a supervisor holds for this run; absent for cucumber by hand. */
  readonly right?: string;
}

export function runSettings(variables: NodeJS.ProcessEnv = process.env): RunSettings {
  const run = variables['FIREDRILL_RUN'];
  if (run === undefined || !/^[\w.-]+$/.test(run)) {
    throw new Error('FIREDRILL_RUN must name the run by letters, digits, dots, hyphens and underscores');
  }
  const emptied = variables['FIREDRILL_EMPTIED'];
  const right = variables['FIREDRILL_RIGHT'];
  const until = variables['FIREDRILL_UNTIL'];
  return {
    checkout,
    seed: Number(variables['FIREDRILL_SEED'] ?? 1),
    ...(right === undefined ? {} : { right }),
    ...(until === undefined ? {} : { until: instantOf(until) }),
    ...(emptied === undefined ? {} : { emptied: waitsOf(emptied) }),
    environment: variables['FIREDRILL_ENVIRONMENT'] ?? 'staging',
    run,
    runFolder: join(variables['FIREDRILL_REPORTS'] ?? join(checkout, 'reports', 'out'), run),
    stateFolder,
  };
}

const waits = z.record(z.string(), z.number().positive());

/** A JSON object: seconds by drill. */
function waitsOf(text: string): ReadonlyMap<string, Milliseconds> {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    told = undefined;
  }
  const read = waits.safeParse(told);
  if (!read.success)
    throw new Error(
      `FIREDRILL_EMPTIED is "${text}"; expected seconds by drill, such as {"jira-is-killed":5}`,
    );
  return new Map(Object.entries(read.data).map(([drill, wait]) => [drill, seconds(wait)]));
}

/** A time that cannot be read would never come, and the run would know no end. */
function instantOf(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new Error(`FIREDRILL_UNTIL is "${text}"; expected a time such as 2026-11-27T04:00:00Z`);
  return instant;
}
