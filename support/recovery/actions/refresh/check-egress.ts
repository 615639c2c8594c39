import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { egressCounters, mailPorts } from '../../../environment/egress';
import { instanceNamed, type Environment } from '../../../environment/environment';
import type { OtherEnvironment } from '../../../environment/other-environment';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { program, programText } from '../../scrub/programs';
import { action } from '../action';
import { environmentName } from './archive-of-another';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';

export interface Try {
  readonly what: 'mail' | 'other';
  readonly address: string;
  readonly port: number;
}

const answered = z.strictObject({
  outcomes: z.array(z.string()),
  counted: z.record(z.string(), z.int()),
});

/**
 * What is tried from each host: mail to every server of both environments that is reached from outside, and a connection to
 * each port that the other environment serves, at private and public addresses.
 */
export function egressTries(
  own: Environment,
  { environment, publicAddresses }: OtherEnvironment,
): readonly Try[] {
  // A loopback address, which the embedded cloud has in the place of public ones, is the host's own.
  const outside = publicAddresses.filter((address) => !address.startsWith('127.'));
  const servers = [own, environment].flatMap(({ instances }) =>
    instances.filter((instance) => instance.public).map(({ address }) => address),
  );
  const mail = [...servers, ...outside].flatMap((address) =>
    mailPorts.map((port): Try => ({ what: 'mail', address, port })),
  );
  const theirs = environment.instances.flatMap((instance) =>
    [22, ...instance.ingress.map(({ port }) => port)].map((port): Try => ({
      what: 'other',
      address: instance.address,
      port,
    })),
  );
  const publicly = outside.map((address): Try => ({
    what: 'other',
    address,
    port: environment.access.https.port,
  }));
  return [...mail, ...theirs, ...publicly];
}

/**
 * What of the answers of a host says that something may get out, a sentence each. Refused is not enough: a host that nobody
 * answers from refuses too. The counters of the host's own firewall must have gone up by as many.
 */
export function egressFindings(
  tries: readonly Try[],
  { outcomes, counted }: z.infer<typeof answered>,
): readonly string[] {
  const open = tries.flatMap(({ address, port }, index) => {
    const outcome = outcomes[index] ?? 'not tried';
    return outcome === 'refused' ? [] : [`${address}:${String(port)}: ${outcome}`];
  });
  const uncounted = (['mail', 'other'] as const).flatMap((what) => {
    const expected = tries.filter((each) => each.what === what).length;
    const seen = counted[egressCounters[what]];
    if (seen !== undefined && seen >= expected) return [];
    return [
      `${egressCounters[what]} counted ${seen === undefined ? 'nothing, for there is no such counter' : String(seen)} of ${String(expected)} tries`,
    ];
  });
  return [...open, ...uncounted];
}

/** Tries, from each host, to hand over mail and to reach another environment: each try must be refused by the host's own firewall. */
export const checkEgress = action({
  name: 'check-egress',
  parameters: z.strictObject({ from: environmentName, instances: instanceNames }),
  commands: ({ from, instances }) =>
    instances.map((name) => `on ${name}: ${programText('egress', `< tries.json  # mail, and ${from}`)}`),
  async run({ from, instances }, context, signal) {
    const { environment, otherEnvironment } = context;
    const tries = egressTries(environment, otherEnvironment(from));
    const found = (await all(instances.map((name) => tryFrom(name, tries, context, signal)))).flat();
    if (found.length > 0) throw new Error(`something may get out: ${found.slice(0, 12).join('; ')}`);
    const mail = tries.filter(({ what }) => what === 'mail').length;
    return `each of ${instances.join(', ')} refused every try to hand over mail (${String(mail)}, but those to itself) and to reach ${from} (${String(tries.length - mail)}), and counted them`;
  },
});

async function tryFrom(
  name: string,
  everyTry: readonly Try[],
  { environment, host }: ActionContext,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // To itself it need not send anything.
  const own = instanceNamed(environment, name).address;
  const tries = everyTry.filter(({ address }) => address !== own);
  const input = JSON.stringify({ tries: tries.map(({ address, port }) => [address, port]) });
  const answer = await asRoot(host(name), program('egress'), { signal, timeout: seconds(60), input });
  return egressFindings(tries, answered.parse(JSON.parse(answer))).map((finding) => `${name}: ${finding}`);
}
