import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { ADDRESS, attackersFound } from './attackers';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const logged = (address: string): string =>
  `journalctl --quiet --no-pager --output=short-iso _COMM=sshd | grep -F ' ${address} ' || true`;

/** What sshd says of a try that it refused. */
const REFUSED = /Invalid user|closed by (?:invalid|authenticating) user|Failed /;

/** Tries with a longer pause between them are of two occasions: fail2ban counts none of them together, and bans each time. */
const PAUSE = minutes(10);

/** The first of the tries that the last of them belongs to, as an index; -1 where none was refused. */
function firstTry(lines: readonly string[]): number {
  let first = -1;
  for (const [index, line] of [...lines.entries()].reverse()) {
    if (!REFUSED.test(line)) continue;
    if (first >= 0 && timeOf(lines[first]) - timeOf(line) > PAUSE) break;
    first = index;
  }
  return first;
}

/** journalctl's `short-iso`: a line begins with its time. */
const timeOf = (line = ''): number => Date.parse(line.slice(0, line.indexOf(' ')));

/**
 * Looks through sshd's journal for a log-in from the addresses that guess, since they began to: what they were let in for before, as
 * a host that fetches its configuration is, was by something else. It fails where one was let in, for then it is no guessing any more, and the host is to be treated as one that was entered.
 */
export const checkNobodyGotIn = action({
  name: 'check-nobody-got-in',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, `sh -c "${logged(ADDRESS)}" | grep Accepted`)],
  async run(_, { target, host, facts, keep }, signal) {
    const seen: string[] = [];
    for (const address of attackersFound(facts)) {
      const lines = (await asRoot(host(target), logged(address), { signal })).split('\n').filter(Boolean);
      keep(`guesses-of-${address}`, lines.join('\n'));
      const first = firstTry(lines);
      if (first < 0) throw new Error(`sshd on ${target} has refused nothing of ${address}`);
      const accepted = lines.slice(first).filter((line) => / Accepted \S+ for /.test(line));
      if (accepted.length > 0)
        throw new Error(`${address} was let in ${String(accepted.length)} times: ${accepted[0] ?? ''}`);
      seen.push(`${address} was let in 0 times, in ${String(lines.length - first)} lines of the journal`);
    }
    return seen.join('; ');
  },
});
