import { writeSync } from 'node:fs';
import { excerptOf } from '../../drill/redaction/excerpt';
import { redact } from '../../drill/redaction/known-secrets';
import { startClock } from '../../drill/clock';
import { openEnvironment } from '../../environment/open-environment';
import { redactOutputs } from '../../safety/redact-outputs';
import { actions } from '../actions/actions';
import { environmentAccess } from '../ports/environment-access';
import { followRunbook } from '../runbook/follow-runbook';
import type { FollowerOrder } from './killed-follower';
import { openDrillPorts } from '../ports/open-drill-ports';
import { whenAnswered } from './when-answered';

/**
 * Follows a runbook that its parent sends, and kills itself in the middle of it: see `killed-follower.ts`. What it was to undo
 * at its end nobody undoes; what it kept is lost.
 */
async function follow({ environment, stateFolder, right, runbook, kill }: FollowerOrder): Promise<string> {
  const access = environmentAccess(stateFolder, environment);
  const connection = { ...access.connection, ...(right === undefined ? {} : { right }) };
  const open = await openEnvironment(environment, { ...access, connection });
  let step = 0;
  const die = (what: string): void => {
    if (step !== kill.step) return;
    const line = `step ${String(step)}: whoever followed it was killed as soon as this was answered: ${excerptOf(what.split('\n')[0] ?? '', 120)}`;
    // Not by the stream, which may write later.
    writeSync(process.stdout.fd, `${redact(line)}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  const { recovery } = openDrillPorts(open, () => undefined);
  const { failure } = await followRunbook({
    runbook,
    actions,
    clock: startClock(),
    signal: new AbortController().signal,
    onMoment: (event) => {
      if (event.moment === 'step-started') step = event.step ?? 0;
    },
    context: {
      ...whenAnswered(recovery, kill.answered, die),
      keep: () => undefined,
      undoAtEnd: () => undefined,
      facts: {},
    },
  });
  return failure?.message ?? `"${runbook.title}" came to its end`;
}

process.on('disconnect', () => process.exit(1));
process.once('message', (order: FollowerOrder) => {
  redactOutputs(order.stateFolder, process.env);
  follow(order).then(
    (said) => {
      process.stdout.write(`${said}\n`, () => process.exit(1));
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`, () => process.exit(1));
    },
  );
});
