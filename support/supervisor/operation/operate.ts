import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Environment } from '../../environment/environment';
import { environmentLeaseOf } from '../../environment/environment-lease';
import { openEnvironment, type OpenEnvironment } from '../../environment/open-environment';
import { meantToStay } from '../../environment/root-disks';
import { rotationOf } from '../../environment/rotation';
import { actions } from '../../recovery/actions/actions';
import type { Parameters } from '../../recovery/actions/action';
import { openDrillPorts } from '../../recovery/ports/open-drill-ports';
import { followForOperator, runbookNamed } from '../../recovery/runbook/operation';
import { protectionOf } from '../../safety/protection';
import { RunHold } from '../../safety/run-hold';
import { takeLock } from '../environment/bring-up';
import { cloudThatAnswers } from '../environment/cloud-door';
import { confirmation } from './confirmation';
import { chooseEnvironment } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { operationLines } from './operation-lines';
import { progressTo, type Progress } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';

export interface OperateOptions {
  /** As given on the command line. */
  readonly environment: string;
  /** The command: `archive`. */
  readonly command: string;
  readonly runbook: string;
  readonly parameters: Parameters;
  /** Do it without asking. */
  readonly yes: boolean;
  /** Whether what people have written is lost by it: a protected environment then wants its name as the confirmation. */
  readonly destructive: boolean;
  /** The environment's name, given as the confirmation. */
  readonly confirm?: string;
  /**
   * What must hold before anything is begun, given why the environment is protected, by its files and by the cloud; it throws
   * where it does not.
   */
  readonly precondition?: (environment: Environment, protection: readonly string[]) => Promise<void>;
  /** What else the plan says, resolved to what is there now, a line each. It looks, and touches nothing. */
  readonly about: (open: OpenEnvironment, signal: AbortSignal) => Promise<readonly string[]>;
  /** What is done when every step succeeded. */
  readonly afterwards?: (open: OpenEnvironment, progress: Progress, signal: AbortSignal) => Promise<void>;
}

/**
 * Shows what an operation would do, asks, and follows its runbook, on a protected environment, too: no fault is injected. It
 * sets the exit code: 0 when every step succeeded, 1 when one failed. Throws where the environment is not up, held by a run,
 * or to go back to its golden snapshot, and where nobody confirmed.
 */
export async function operate(options: OperateOptions): Promise<void> {
  const { environment } = chooseEnvironment(options.environment);
  const { name } = environment;
  const runbook = runbookNamed(CHECKOUT, options.runbook, options.parameters, actions);
  const progress = progressTo(process.stdout);
  const { signal } = onInterruption();
  const access = await cloudThatAnswers(environment, signal);
  if (access === undefined) throw new Error(`${name} is not up; run: npx firedrill up ${name}`);
  const lock = takeLock(name, options.command);
  try {
    const what = `${options.command}-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
    const hold = await RunHold.take(
      { lock, environment: name, run: what, access, onTrouble: progress },
      signal,
    );
    const open = await openEnvironment(name, hold.access);
    try {
      const holder = await environmentLeaseOf(open, signal);
      if (holder !== undefined)
        throw new Error(
          `${name} is to go back to its golden snapshot (${holder}); run: npx firedrill recover`,
        );
      const protectedBy = await protectionOf(open, signal);
      await options.precondition?.(open.environment, protectedBy);
      const lines = [
        ...operationLines(runbook, actions, open.environment),
        ...(await options.about(open, signal)),
      ];
      process.stdout.write(`${lines.join('\n')}\n\n`);
      await confirmed(options, name, protectedBy.length > 0);
      const folder = join(REPORTS_FOLDER, 'operations', what);
      // Unlike in a drill, new secrets are there to stay, and so is what is changed on root disks.
      const lasting = { rotation: rotationOf(open, true), rootDisks: meantToStay };
      const ports = { ...openDrillPorts(open, progress).recovery, ...lasting };
      const { failure, wentBack, left } = await followForOperator({
        runbook,
        actions,
        ports,
        folder,
        progress,
        signal,
      });
      for (const each of left) progress(`perhaps left behind: ${each}`);
      if (wentBack) progress('what was done was taken back, step by step');
      if (failure === undefined) progress(`${runbook.title}: done; the record is in ${folder}`);
      else progress(`${failure.message}; the record is in ${folder}`);
      if (failure === undefined) await options.afterwards?.(open, progress, signal);
      process.exitCode = exitCodeOf(failure === undefined ? 'met' : 'missed');
    } finally {
      open.close();
      await hold.release();
    }
  } finally {
    lock.release();
  }
}

/** Throws where the operation is not confirmed. */
async function confirmed(options: OperateOptions, environment: string, isProtected: boolean): Promise<void> {
  const { command, destructive, yes, confirm } = options;
  const terminal = process.stdin.isTTY;
  const found = confirmation({ command, environment, isProtected, destructive, yes, confirm, terminal });
  if (found.is === 'refused') throw new Error(found.why);
  if (found.is === 'given') return;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    if (!/^y(es)?$/i.test((await lines.question(found.question)).trim())) throw new Error('nothing was done');
  } finally {
    lines.close();
  }
}
