import { seconds } from '../drill/time';
import type { OpenEnvironment } from './open-environment';
import { SSHD_STOPPED } from './tainted';

/** Debian's unit; its main process is the one that listens. */
export const SSHD_UNIT = 'ssh.service';

/** Prints the state of the process that listens, as proc(5) has it: `T` where it is stopped. Fails where there is none. */
const SSHD_STATE = `sed -n 's/^State:[[:space:]]*\\(.\\).*/\\1/p' "/proc/$(systemctl show --property=MainPID --value ${SSHD_UNIT})/status"`;

/**
 * Instances whose sshd was stopped are no longer tainted where one runs again: they were booted anew, or it was let go on. A
 * session from before may tell so of one that still lets nobody in, so it is the process that is asked for.
 */
export async function untaintWhereSshdGoesOn(
  open: Pick<OpenEnvironment, 'cloud' | 'host'>,
  signal: AbortSignal,
): Promise<void> {
  const stopped = (await open.cloud.instances.find({ [SSHD_STOPPED]: 'true' }, signal)).filter(
    ({ state }) => state === 'running',
  );
  await Promise.all(
    stopped.map(async ({ id, tags }) => {
      const asked = { signal, timeout: seconds(5) };
      const said = await open
        .host(tags['Name'] ?? '')
        .run(SSHD_STATE, asked)
        .catch(() => undefined);
      signal.throwIfAborted();
      if (said?.code === 0 && /^[RSDI]$/.test(said.stdout.trim()))
        await open.cloud.tags.remove(id, [SSHD_STOPPED], signal);
    }),
  );
}
