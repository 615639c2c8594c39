import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import type { Shell } from '../../../hosts/shell';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { FETCH, INSTALL, packageNames, PACKAGES } from './package-names';
import { putPackagesBackOn } from './put-back-packages';

/**
 * Installs the newest that the bastion offers of some packages, from its signed apt repository. apt refuses what the key of
 * the configuration has not signed. Programs that run go on with what they have.
 */
export const installPackages = action({
  name: 'install-packages',
  parameters: z.strictObject({ packages: packageNames }),
  commands: ({ packages }, { target }) => [
    onInstance(target, FETCH),
    onInstance(target, `${INSTALL} ${packages.join(' ')}`),
  ],
  async run({ packages }, { target, host, facts, rootDisks, undoAtEnd }, signal) {
    const shell = host(target);
    const before = await versions(shell, packages, signal);
    facts.packagesBefore = new Map([...(facts.packagesBefore ?? []), [target, before]]);
    await rootDisks.change(target, PACKAGES, signal);
    undoAtEnd(`packages of ${target}`, async (until) => {
      await putPackagesBackOn(shell, before, until);
      await rootDisks.restored(target, PACKAGES, until);
    });
    await asRoot(shell, FETCH, { signal, timeout: seconds(120) });
    await asRoot(shell, `${INSTALL} ${packages.map(quote).join(' ')}`, { signal, timeout: seconds(240) });
    const after = await versions(shell, packages, signal);
    const said = packages.map(
      (name) => `${name} ${after.get(name) ?? 'none'} (before: ${before.get(name) ?? 'none'})`,
    );
    return `${target} has ${said.join(', ')}`;
  },
});

/** What is installed of each; undefined for one that is not. */
async function versions(
  shell: Shell,
  packages: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | undefined>> {
  const format = '${db:Status-Status} ${Package} ${Version}\\n';
  const command = `dpkg-query --show --showformat=${quote(format)} ${packages.map(quote).join(' ')} 2>/dev/null || true`;
  const found = (await asRoot(shell, command, { signal }))
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([status]) => status === 'installed');
  return new Map(packages.map((name) => [name, found.find(([, each]) => each === name)?.[2]]));
}
