import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';

/**
 * What became of a TCP connect, seen from a host. `refused`: the other end is there and says no. `unreachable`: a router
 * says that nobody is there. `silent`: nobody says anything.
 */
export type ConnectionResult = 'open' | 'refused' | 'unreachable' | 'silent';

const LIMIT_SECONDS = 3;
/** The exit code of `timeout`. */
const TIMED_OUT = 124;

/** The command for a person; exit 0 is open, 124 silent, and else bash says why. */
export const connectCommand = (address: string, port: number): string =>
  `LC_ALL=C timeout ${String(LIMIT_SECONDS)} bash -c ${quote(`exec 3<>/dev/tcp/${address}/${String(port)}`)}`;

/** Throws when the host's answer is none of these. */
export async function tryConnection(
  from: Shell,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<ConnectionResult> {
  const options = { signal, timeout: seconds(LIMIT_SECONDS + 10) };
  const { code, stderr } = await from.run(connectCommand(address, port), options);
  if (code === 0) return 'open';
  if (code === TIMED_OUT || stderr.includes('timed out')) return 'silent';
  if (stderr.includes('refused')) return 'refused';
  if (/No route to host|unreachable/.test(stderr)) return 'unreachable';
  throw new Error(`a connection to ${address}:${String(port)} ended with ${String(code)}: ${stderr.trim()}`);
}

/** An instance from which connections are tried. */
export interface Witness {
  readonly instance: string;
  readonly host: Shell;
}

/**
 * Rejects unless the other end answers, with a yes or a no. For a fault whose effect is silence, before it acts: what
 * was silent already proves nothing by its silence.
 */
export async function mustAnswer(
  witness: Witness,
  to: { readonly instance: string; readonly address: string },
  port: number,
  signal: AbortSignal,
): Promise<void> {
  const seen = await tryConnection(witness.host, to.address, port, signal);
  if (seen === 'open' || seen === 'refused') return;
  throw new Error(
    `a connection from ${witness.instance} to ${to.instance} (${to.address}:${String(port)}) is ${seen} before anything was done: silence would prove nothing`,
  );
}
