import { minutes, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { EnvironmentInUse, type EnvironmentLock } from '../../safety/environment-lock';
import { isAlive } from '../../safety/process-name';
import { takeLock } from '../environment/bring-up';
import type { Progress } from '../output/progress';

/** How long cucumber may take to end its drill after its supervisor has died; what then still runs is killed. */
const PATIENCE = minutes(3);

/**
 * Takes the environment's lock. Where its supervisor has died and cucumber is still ending its drill, that is waited
 * for. Throws while a supervisor lives.
 */
export async function untilFree(
  environment: string,
  what: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<EnvironmentLock> {
  const attempt = (): EnvironmentLock | EnvironmentInUse => {
    try {
      return takeLock(environment, what);
    } catch (error) {
      if (error instanceof EnvironmentInUse && !isAlive(error.holder.supervisor)) return error;
      throw error;
    }
  };
  const first = attempt();
  if (!(first instanceof EnvironmentInUse)) return first;
  progress(`${first.message}; waiting for it`);
  const wait = {
    subject: `${environment} to be free`,
    interval: seconds(0.5),
    attempt: seconds(5),
    signal,
    observe: () => {
      const taken = attempt();
      return Promise.resolve(taken instanceof EnvironmentInUse ? { seen: taken.message } : { value: taken });
    },
  };
  try {
    return await waitUntil({ ...wait, deadline: PATIENCE });
  } catch (error) {
    signal.throwIfAborted();
    const { worker } = first.holder;
    if (worker === undefined || !isAlive(worker)) throw error;
    progress(`process ${String(worker.pid)} does not end; it is killed`);
    process.kill(worker.pid, 'SIGKILL');
    return waitUntil({ ...wait, deadline: seconds(10) });
  }
}
