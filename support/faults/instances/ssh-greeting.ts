import type { ProofOfInjection } from '../../drill/fault';
import { seconds, type Milliseconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import type { Witness } from '../network/connection';
import { untilSeen } from '../until-seen';

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

/** `a connection from bastion to sshd of jira (10.71.1.30) is greeted`. */
export function greetingText(from: string, to: string, address: string, greeting: Greeting): string {
  const words = { greets: 'is greeted', accepts: 'is taken, and nobody speaks', nothing: 'is not taken' };
  return `a connection from ${from} to sshd of ${to} (${address}) ${words[greeting]}`;
}

/** The proof that nobody is greeted: the kernel takes the connection, and no program speaks. */
export function untilNobodyGreets(
  witness: Witness,
  { instance, address }: { readonly instance: string; readonly address: string },
  within: Milliseconds,
  signal: AbortSignal,
): Promise<ProofOfInjection> {
  return untilSeen(`sshd of ${instance} to greet nobody`, within, signal, async (attempt) => {
    const greeting = await sshGreeting(witness.host, address, attempt);
    const seen = greetingText(witness.instance, instance, address, greeting);
    return greeting === 'accepts' ? { value: seen } : { seen };
  });
}

/** Throws unless an instance's sshd greets: else its silence would prove nothing. */
export async function mustGreet(
  witness: Witness,
  { instance, address }: { readonly instance: string; readonly address: string },
  signal: AbortSignal,
): Promise<void> {
  if ((await sshGreeting(witness.host, address, signal)) !== 'greets')
    throw new Error(
      `sshd of ${instance} does not greet before anything was done: silence would prove nothing`,
    );
}
