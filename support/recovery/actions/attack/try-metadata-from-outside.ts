import { z } from 'zod';
import { instanceNamed, instanceOfRole, type Environment } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

/** What an attacker sends: for a name of the metadata, and, as it is refused, for a token to ask with (IMDSv2). */
const tries = [
  ['GET', 'latest/meta-data/'],
  ['PUT', 'latest/api/token'],
] as const;

const request = (address: string, path: string, [method, what]: (typeof tries)[number]): string =>
  `curl --silent --insecure --max-time 5 --output /dev/null --write-out '%{http_code} ' --request ${method} --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' https://${address}${path}/${what}`;

const commandsFor = (environment: Environment, target: string, path: string): readonly string[] => {
  const { address } = instanceNamed(environment, target);
  return tries.map((each) => request(address, path, each));
};

/**
 * Asks for the target's instance metadata from outside, through a path of its web server, and for a token first, as IMDSv2
 * wants it. Expects that the metadata service itself refuses both (`refused`: 401 without a token, and 403 for a request
 * that has come through a proxy), or that the web server itself has no such path
 * (`unreachable`).
 */
export const tryMetadataFromOutside = action({
  name: 'try-metadata-from-outside',
  parameters: z.strictObject({
    path: z.string().regex(/^(\/[a-z0-9-]+)+$/, { error: 'expected a path such as /status' }),
    expect: z.enum(['refused', 'unreachable']),
  }),
  commands: ({ path }, { environment, target }) =>
    commandsFor(environment, target, path).map((command) =>
      onInstance(instanceOfRole(environment, 'attacker').name, command),
    ),
  async run({ path, expect }, { environment, target, host }, signal) {
    const outside = instanceOfRole(environment, 'attacker').name;
    const script = commandsFor(environment, target, path).join('\n');
    const codes = (await asRoot(host(outside), script, { signal })).trim().split(/\s+/);
    const observed = `asked from ${outside} through ${path} of ${target} for metadata and for a token: ${codes.join(' and ')}`;
    if (codes.some((code) => code.startsWith('2')))
      throw new Error(`${observed}: the metadata service gives what it has`);
    const refused = codes.join() === '401,403';
    // The web server has no such path; who gives no answer at all may have it all the same.
    const unreachable = codes[0] === '404' && codes.every((code) => code.startsWith('4'));
    if (!(expect === 'refused' ? refused : unreachable))
      throw new Error(
        `${observed}; expected ${expect === 'refused' ? '401 and 403, as the metadata service refuses' : 'that nobody comes that far'}`,
      );
    return observed;
  },
});
