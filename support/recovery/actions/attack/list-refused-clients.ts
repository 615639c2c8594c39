import { z } from 'zod';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const ACCESS_LOG = '/srv/web/logs/access.log';
const LINES = 5000;
/** Of each client the last lines of the access log have: refused, let in, address. */
const COUNT = `tail -n ${String(LINES)} ${ACCESS_LOG} | awk '{ line = $0; sub(/.*" /, "", line); split(line, rest, " "); status = rest[1] } status == 401 { refused[$2]++ } status ~ /^2/ { served[$2]++ } END { for (each in refused) print refused[each], served[each] + 0, each }' | sort -rn`;

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'expected a whole number' })
  .transform(Number);

/**
 * Says whose log-ins the web server has seen refused, and never let in: who guesses. People who are locked out were let in
 * before. Fails when nobody is like that.
 */
export const listRefusedClients = action({
  name: 'list-refused-clients',
  parameters: z.strictObject({ above: wholeNumber }),
  commands: (_, { target }) => [onInstance(target, COUNT)],
  async run({ above }, { target, host, facts, keep }, signal) {
    const listing = await asRoot(host(target), COUNT, { signal });
    keep(`refused-${target}`, listing);
    const clients = listing
      .split('\n')
      .map((line) => /^(\d+) (\d+) (\S+)$/.exec(line))
      .flatMap((match) =>
        match === null
          ? []
          : [{ refused: Number(match[1]), served: Number(match[2]), address: match[3] ?? '' }],
      );
    const words = clients.map(
      ({ address, refused, served }) =>
        `${address} was refused ${String(refused)} times and served ${String(served)} times`,
    );
    const observed = `in the last ${String(LINES)} lines of ${target}: ${words.join(', ') || 'nobody was refused'}`;
    const guessing = clients.filter(({ refused, served }) => refused > above && served === 0);
    if (guessing.length === 0) throw new Error(`${observed}; expected somebody who was only refused`);
    facts.attackers = guessing.map(({ address }) => address);
    return observed;
  },
});
