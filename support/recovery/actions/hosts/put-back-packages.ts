import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote, type Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { INSTALL } from './package-names';

/** Installs again the versions that packages had before an earlier step; one that was not there is removed. */
export const putBackPackages = action({
  name: 'put-back-packages',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, `${INSTALL} --allow-downgrades PACKAGE=VERSION  # each, as it was before`),
  ],
  async run(_, { target, host, facts }, signal) {
    const before = facts.packagesBefore?.get(target);
    if (before === undefined) throw new Error(`no earlier step has installed packages on ${target}`);
    await putPackagesBackOn(host(target), before, signal);
    return `${target} has ${[...before].map(([name, version]) => `${name} ${version ?? 'none'}`).join(', ')} again`;
  },
});

/** @param before versions by package; undefined for one that was not there */
export async function putPackagesBackOn(
  shell: Shell,
  before: ReadonlyMap<string, string | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const kept = [...before].flatMap(([name, version]) => (version === undefined ? [] : `${name}=${version}`));
  const gone = [...before].flatMap(([name, version]) => (version === undefined ? [name] : []));
  const options = { signal, timeout: seconds(240) };
  if (kept.length > 0)
    await asRoot(shell, `${INSTALL} --allow-downgrades ${kept.map(quote).join(' ')}`, options);
  // dpkg passes over one that was never installed, which apt may not have heard of.
  if (gone.length > 0) await asRoot(shell, `dpkg --purge ${gone.map(quote).join(' ')}`, options);
}
