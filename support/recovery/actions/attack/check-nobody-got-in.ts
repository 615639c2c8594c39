import type { Environment } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { ADDRESS, attackersFound } from './attackers';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const logged = (address: string): string =>
  `journalctl --quiet --no-pager --output=short-iso _COMM=sshd | grep -F ' ${address} ' || true`;

/** What sshd says of a try that it refused. */
const REFUSED = /Invalid user|closed by (?:invalid|authenticating) user|Failed /;

/**
 * Looks through sshd's journal for a log-in from the addresses that guess, since the first try of theirs that was refused:
 * fails where one was let in, for then it is no guessing any more, and the host is to be treated as one that was entered.
 */
export const checkNobodyGotIn = action({
  name: 'check-nobody-got-in',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, `sh -c "${logged(ADDRESS)}" | grep Accepted`)],
  async run(_, { environment, target, host, facts, keep }, signal) {
    const seen: string[] = [];
    for (const address of attackersFound(facts)) {
      const lines = (await asRoot(host(target), logged(address), { signal })).split('\n').filter(Boolean);
      keep(`guesses-of-${address}`, lines.join('\n'));
      const first = lines.findIndex((line) => REFUSED.test(line));
      if (first < 0) throw new Error(`sshd on ${target} has refused nothing of ${address}`);
      const accepted = lines
        .slice(first)
        .filter((line) => / Accepted \S+ for /.test(line) && !fetches(environment, address, line));
      if (accepted.length > 0)
        throw new Error(`${address} was let in ${String(accepted.length)} times: ${accepted[0] ?? ''}`);
      seen.push(`${address} was let in 0 times, in ${String(lines.length - first)} lines of the journal`);
    }
    return seen.join('; ');
  },
});

/**
 * An instance that is run anew at that address fetches its configuration, by a key that opens nothing else: after a drill of guesses,
 * so does the attacker's. From an address that is no instance's nobody is to.
 */
const fetches = ({ instances }: Environment, address: string, line: string): boolean =>
  instances.some((instance) => instance.address === address) &&
  line.includes(' Accepted publickey for configuration ');
