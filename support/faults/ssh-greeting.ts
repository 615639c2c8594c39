import { seconds } from '../drill/time';
import { quote, type Shell } from '../hosts/shell';

/**
 * What sshd on an address says, seen from a host. `greets`: a program is there and speaks. `accepts`: the kernel takes the
 * connection and nobody speaks, as on a host whose programs all stand still. `nothing`: nobody takes it.
 */
export type Greeting = 'greets' | 'accepts' | 'nothing';

/** The command for a person: it prints `accepted`, and then the first letters of the greeting, `SSH-`. */
export const greetingCommand = (address: string): string =>
  `LC_ALL=C timeout 5 bash -c ${quote(`exec 3<>/dev/tcp/${address}/22 && echo accepted && head -c 4 <&3`)}`;

export async function sshGreeting(from: Shell, address: string, signal: AbortSignal): Promise<Greeting> {
  const { stdout } = await from.run(greetingCommand(address), { signal, timeout: seconds(15) });
  if (stdout.includes('SSH-')) return 'greets';
  return stdout.includes('accepted') ? 'accepts' : 'nothing';
}
