import { seconds } from '../drill/time';
import type { OpenEnvironment } from './open-environment';

/** Ends without a word where the kernel keeps nobody out: fail2ban's own program starts Python to say so. */
const LIFT_BANS = `nft list set inet f2b-table addr-set-sshd 2>/dev/null | grep -q elements || exit 0
fail2ban-client unban --all`;

/**
 * Nobody is banned in the golden snapshot, and bans are on no volume: fail2ban reads the last minutes' log-ins again when it starts, so
 * that a bastion which boots soon after a drill of guesses bans the attacker anew, and all that goes to its instance through the
 * bastion is lost. A bastion that does not answer is for the reset to bring back, and bans nobody that matters until then.
 */
export async function liftBans(
  open: Pick<OpenEnvironment, 'environment' | 'host'>,
  signal: AbortSignal,
): Promise<void> {
  const asked = { signal, timeout: seconds(3), sudo: true };
  await open
    .host(open.environment.access.ssh.instance)
    .run(LIFT_BANS, asked)
    .catch(() => undefined);
  signal.throwIfAborted();
}
