import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { all } from '../../../environment/turns';
import { asRoot, tryAsRoot } from '../../../hosts/as-root';
import { quote, type Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { noParameters } from '../no-parameters';

const CHECK = '/usr/local/lib/firedrill/check-characterization';

/**
 * Compares instances with the characterizations of their images: packages, accounts, ports, files, security settings,
 * health. `differs` is expected where a difference is looked for: it fails when there is none, for then the cause is
 * another.
 */
export const checkCharacterization = action({
  name: 'check-characterization',
  parameters: z.strictObject({ instances: instanceNames, expect: z.enum(['same', 'differs']) }),
  commands: ({ instances }) => instances.map((name) => onInstance(name, CHECK)),
  async run({ instances, expect }, { host, keep }, signal) {
    const found = await all(
      instances.map(async (name) =>
        (await differences(name, host(name), signal)).map((line) => `${name}: ${line}`),
      ),
    );
    const lines = found.flat();
    if (lines.length > 0) keep('characterization-differences', `${lines.join('\n')}\n`);
    const observed =
      lines.length > 0
        ? lines.join('; ')
        : `${instances.join(', ')}: nothing differs from the characterization`;
    if (lines.length > 0 !== (expect === 'differs')) throw new Error(observed);
    return observed;
  },
});

/** Removes the packages that are not in the characterization of the instance's image, with what they configure. */
export const removeUndeclaredPackages = action({
  name: 'remove-undeclared-packages',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, `${CHECK}  # package NAME: not in the characterization`),
    onInstance(target, 'dpkg --purge NAME  # each'),
  ],
  async run(_, { target, host }, signal) {
    const shell = host(target);
    const undeclared = (await differences(target, shell, signal)).flatMap(
      (line) => /^package (\S+): not in the characterization$/.exec(line)?.[1] ?? [],
    );
    if (undeclared.length === 0) throw new Error(`${target} has no package that its image has not`);
    await asRoot(shell, `dpkg --purge ${undeclared.map(quote).join(' ')}`, { signal, timeout: seconds(120) });
    return `removed from ${target}: ${undeclared.join(', ')}`;
  },
});

async function differences(name: string, shell: Shell, signal: AbortSignal): Promise<readonly string[]> {
  const { code, stdout, stderr } = await tryAsRoot(shell, CHECK, { signal, timeout: seconds(90) });
  // 0: as characterized, 1: it says what is not; anything else is no comparison.
  if (code > 1) throw new Error(`${name} could not be compared: ${stderr.trim()}`);
  return stdout.split('\n').filter((line) => line !== '');
}
