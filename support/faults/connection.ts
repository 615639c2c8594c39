import { seconds } from '../drill/time';
import { quote, type Shell } from '../hosts/shell';

/** What became of a TCP connect, seen from a host. `silent`: nothing answered; `refused`: somebody said no. */
export type ConnectionResult = 'open' | 'silent' | 'refused';

const LIMIT_SECONDS = 3;

/** The command for a person; exit 0 is open, 124 silent, anything else refused. */
export const connectCommand = (address: string, port: number): string =>
  `timeout ${String(LIMIT_SECONDS)} bash -c ${quote(`exec 3<>/dev/tcp/${address}/${String(port)}`)}`;

export async function tryConnection(
  from: Shell,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<ConnectionResult> {
  const { code } = await from.run(connectCommand(address, port), {
    signal,
    timeout: seconds(LIMIT_SECONDS + 10),
  });
  if (code === 0) return 'open';
  return code === 124 ? 'silent' : 'refused';
}
