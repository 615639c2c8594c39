import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ProcessName } from '../../drill/journal/journal-record';
import { runEvent, type RunEvent } from '../../recovery/run/run-event';
import { processName } from '../../safety/process-name';
import { CHECKOUT } from '../settings';

export interface CucumberRun {
  readonly run: string;
  readonly environment: string;
  readonly seed: number;
  readonly tags?: string;
  /** Whether the drills are in random order, drawn from the seed. */
  readonly shuffled?: boolean;
  /** What the supervisor holds in the cloud for this run. */
  readonly right: string;
  /** Counts the times that the run was taken up, from 1: each has messages of its own. */
  readonly part: number;
  /** The profile of `cucumber.js`; its default unless told. */
  readonly profile?: string;
  /** No drill begins after that. */
  readonly until?: Date;
  /** Gets what it says, line by line; else it says it itself. */
  readonly said?: (line: string) => void;
  /** Gets what it tells of its drills while they go on. */
  readonly onEvent?: (event: RunEvent) => void;
}

export interface CucumberEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningCucumber {
  readonly process: ProcessName;
  /** Tells it to end its drill in order; told again, it hurries. */
  interrupt(reason: string): void;
  kill(): void;
  /** Resolves when it has ended, however it ended. */
  readonly ended: Promise<CucumberEnd>;
}

/**
 * Cucumber as a child of the supervisor, which outlives it. It leads a process group of its own, so that a terminal's
 * Ctrl-C reaches the supervisor alone; when the supervisor dies, the channel between them tells the child.
 */
export function startCucumber(plan: CucumberRun): RunningCucumber {
  const { run, environment, seed, tags, shuffled = false, right, part, profile, until, said, onEvent } = plan;
  const parameters = [join(CHECKOUT, 'node_modules/@cucumber/cucumber/bin/cucumber.js')];
  if (profile !== undefined) parameters.push('--profile', profile);
  if (tags !== undefined) parameters.push('--tags', tags);
  if (shuffled) parameters.push('--order', `random:${String(seed)}`);
  const child = spawn(process.execPath, ['-r', join(CHECKOUT, 'support/register.js'), ...parameters], {
    cwd: CHECKOUT,
    detached: true,
    stdio: said === undefined ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      FIREDRILL_RUN: run,
      FIREDRILL_ENVIRONMENT: environment,
      FIREDRILL_SEED: String(seed),
      FIREDRILL_RIGHT: right,
      FIREDRILL_PART: String(part),
      ...(until === undefined ? {} : { FIREDRILL_UNTIL: until.toISOString() }),
    },
  });
  if (said !== undefined) for (const stream of [child.stdout, child.stderr]) tellLines(stream, said);
  child.on('message', (message) => {
    const event = runEvent.safeParse(message);
    if (event.success) onEvent?.(event.data);
  });
  const ended = new Promise<CucumberEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    process: processName(child.pid ?? 0),
    interrupt: (reason) => {
      if (child.connected) child.send(reason);
    },
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}

function tellLines(stream: Readable | null, said: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', said);
}
