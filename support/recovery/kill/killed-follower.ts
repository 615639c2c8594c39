import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withDeadline } from '../../drill/deadline';
import { excerptOf } from '../../drill/redaction/excerpt';
import { minutes } from '../../drill/time';
import type { FilledRunbook } from '../runbook/runbook';
import type { Kill } from '../catalogue/scenario';

/** A kill of the process that follows the runbook. */
export type FollowerKill = Extract<Kill, { readonly answered: string }>;

export interface FollowerOrder {
  /** The environment's name. */
  readonly environment: string;
  /** `.firedrill`. */
  readonly stateFolder: string;
  /** What stands for the run's right to change the environment; absent where nobody holds one. */
  readonly right?: string;
  readonly runbook: FilledRunbook;
  readonly kill: FollowerKill;
}

const PROGRAM = join(__dirname, 'killed-follower.program.ts');
const REGISTER = join(__dirname, '../../register.js');
const LONGEST = minutes(5);

/**
 * Has another process follow a runbook as an operator's does; it kills itself by SIGKILL as soon as the call of its order is
 * answered, so that nothing of it is undone, closed or told. Resolves with what it said last; rejects where it ended in any
 * other way. It ends with this process, and with the signal.
 */
export function followInKilledProcess(
  order: FollowerOrder,
  signal: AbortSignal,
  program: string = PROGRAM,
): Promise<string> {
  return withDeadline(LONGEST, signal, (limit) => follow(order, limit, program));
}

async function follow(order: FollowerOrder, signal: AbortSignal, program: string): Promise<string> {
  const child = spawn(process.execPath, ['-r', REGISTER, program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (said += part.toString('utf8')));
  const ended = new Promise<{ readonly code: number | null; readonly by: string | null }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, by) => resolve({ code, by }));
    },
  );
  child.send(order);
  const { code, by } = await ended;
  const words = said.trim().split('\n');
  const { step, answered } = order.kill;
  const last = words.at(-1) ?? '';
  if (by === 'SIGKILL' && last.startsWith(`step ${String(step)}: `)) return last;
  throw new Error(
    `whoever followed "${order.runbook.title}" was to be killed in step ${String(step)} as soon as ${answered} was answered, but ended with ${by ?? String(code)}: ${excerptOf(words.slice(-3).join(' / '), 500)}`,
  );
}
