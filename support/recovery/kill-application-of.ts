import { seconds } from '../drill/time';
import { asRoot } from '../faults/as-root';
import { quote, type Shell } from '../hosts/shell';

/** How long the application may take until it says that it has begun. */
const PATIENCE_SECONDS = 90;

export interface KilledApplication {
  /** Its systemd unit. */
  readonly unit: string;
  /** What a line of its log holds when it begins what it is to be killed in, and when it has ended it. */
  readonly begun: string;
  readonly ended: string;
}

/**
 * Kills an application with SIGKILL in the middle of something, by what it says in its log. Returns what was killed; throws
 * when it had ended that before it died, or never began.
 */
export async function killApplicationOf(
  shell: Shell,
  { unit, begun, ended }: KilledApplication,
  signal: AbortSignal,
): Promise<string> {
  const script = `set -eu
from=$(date +%s.%N)
exec 3< <(exec journalctl --unit=${unit} --follow --lines=0 --output=cat 2>/dev/null)
journal=$!
trap 'kill $journal 2>/dev/null || true' EXIT
line=$(timeout ${String(PATIENCE_SECONDS)} grep --max-count=1 --fixed-strings ${quote(begun)} <&3) ||
  { echo ${quote(`${unit} never said: ${begun}`)} >&2; exit 1; }
systemctl kill --kill-whom=all --signal=SIGKILL ${unit}
while systemctl is-active --quiet ${unit}; do :; done
journalctl --sync
if journalctl --unit=${unit} --since="@$from" --output=cat | grep --quiet --fixed-strings ${quote(ended)}; then
  echo ${quote(`${unit} was through with it before it was killed`)} >&2
  exit 1
fi
echo "$line"`;
  const line = await asRoot(shell, `bash -c ${quote(script)}`, {
    signal,
    timeout: seconds(PATIENCE_SECONDS + 10),
  });
  return `${unit} was killed after it said "${line.trim()}" and before it had ended that`;
}
