import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const countCommand = (port: number): string =>
  `ss -Htn state established '( sport = :${String(port)} )' | awk '{ sub(/:[0-9]+$/, "", $4); print $4 }' | sort | uniq -c | sort -rn`;

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'expected a whole number' })
  .transform(Number);

/** Says who has how many connections to the target's port; fails when nobody has more than people have. */
export const listClients = action({
  name: 'list-clients',
  parameters: z.strictObject({ above: wholeNumber }),
  commands: (_, { environment, target }) => [
    onInstance(target, countCommand(instanceNamed(environment, target).ingress[0]?.port ?? 0)),
  ],
  async run({ above }, { environment, target, host, facts, keep }, signal) {
    const port = instanceNamed(environment, target).ingress[0]?.port ?? 0;
    const listing = await asRoot(host(target), countCommand(port), { signal });
    keep(`clients-of-${target}`, listing);
    const clients = listing
      .split('\n')
      .map((line) => /^\s*(\d+) (\S+)$/.exec(line))
      .flatMap((match) => (match === null ? [] : [{ count: Number(match[1]), address: match[2] ?? '' }]));
    const many = clients.filter(({ count }) => count > above);
    const words = clients.slice(0, 3).map(({ address, count }) => `${address} has ${String(count)}`);
    const observed = `connections to port ${String(port)} of ${target}: ${words.join(', ') || 'none'}`;
    if (many.length === 0) throw new Error(`${observed}; expected somebody with more than ${String(above)}`);
    facts.attackers = many.map(({ address }) => address);
    return observed;
  },
});
