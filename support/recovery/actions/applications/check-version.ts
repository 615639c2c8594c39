import { z } from 'zod';
import { excerptOf } from '../../../drill/redaction/excerpt';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import type { Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';

const versionCommand = ({ name, role }: InstanceDeclaration): string => {
  const { version } = roleSoftware[role];
  if (version === undefined) throw new Error(`${name} says nowhere which version it is`);
  return version;
};

/** `9.2.1`, out of what the application answers. */
const told = (answer: string): string | undefined => /"version"\s*:\s*"([^"]+)"/.exec(answer)?.[1];

/** The version that an application tells; throws where it tells none. */
export async function askVersion(
  instance: InstanceDeclaration,
  host: Shell,
  signal: AbortSignal,
): Promise<string> {
  const { stdout } = await tryAsRoot(host, versionCommand(instance), { signal });
  const version = told(stdout);
  if (version === undefined)
    throw new Error(`${instance.name} tells no version: ${excerptOf(stdout.trim(), 200) || 'no answer'}`);
  return version;
}

/**
 * Asks an application which version serves. `noted` keeps what it says for later, `before` expects what was noted; anything
 * else is the version that is expected.
 */
export const checkVersion = action({
  name: 'check-version',
  parameters: z.strictObject({ expect: z.string().min(1) }),
  commands: (_, { environment, target }) => [
    onInstance(target, versionCommand(instanceNamed(environment, target))),
  ],
  async run({ expect }, { environment, target, host, facts }, signal) {
    const version = await askVersion(instanceNamed(environment, target), host(target), signal);
    const observed = `${target} says that it is ${version}`;
    if (expect === 'noted') {
      facts.versionsBefore = new Map([...(facts.versionsBefore ?? []), [target, version]]);
      return observed;
    }
    const expected = expect === 'before' ? facts.versionsBefore?.get(target) : expect;
    if (expected === undefined) throw new Error(`no earlier step has noted the version of ${target}`);
    if (version !== expected) throw new Error(`${observed}; expected ${expected}`);
    return observed;
  },
});
