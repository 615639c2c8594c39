import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { FETCH, OFFERED, packageNames } from './package-names';

/**
 * Sees of packages whether what is installed is the newest that the bastion offers now, or an older one. A host that was not told
 * anew what is offered takes what it has for the newest.
 */
export const checkPackages = action({
  name: 'check-packages',
  parameters: z.strictObject({ packages: packageNames, expect: z.enum(['newest', 'older']) }),
  commands: ({ packages }, { target }) => [
    onInstance(target, FETCH),
    onInstance(target, `${OFFERED} apt-cache policy ${packages.join(' ')}`),
  ],
  async run({ packages, expect }, { target, host }, signal) {
    await asRoot(host(target), FETCH, { signal, timeout: seconds(120) });
    const command = `${OFFERED} apt-cache policy ${packages.map(quote).join(' ')}`;
    const found = parsePolicy(await asRoot(host(target), command, { signal }));
    const said = packages.map((name) => {
      const { installed = 'none', candidate = 'none' } = found.get(name) ?? {};
      return {
        name,
        fits: installed !== 'none' && (installed === candidate) === (expect === 'newest'),
        installed,
        candidate,
      };
    });
    const observed = said
      .map(({ name, installed, candidate }) => `${name} ${installed} (offered: ${candidate})`)
      .join(', ');
    if (said.some(({ fits }) => !fits)) throw new Error(`${target} has ${observed}; expected the ${expect}`);
    return `${target} has ${observed}`;
  },
});

/** What `apt-cache policy` says of each package. */
export function parsePolicy(
  text: string,
): ReadonlyMap<string, { readonly installed?: string; readonly candidate?: string }> {
  const found = new Map<string, { installed?: string; candidate?: string }>();
  let current: { installed?: string; candidate?: string } = {};
  for (const line of text.split('\n')) {
    const name = /^(\S+):$/.exec(line)?.[1];
    if (name !== undefined) {
      current = {};
      found.set(name, current);
    }
    const [, key, value] = /^ {2}(Installed|Candidate): (\S+)$/.exec(line) ?? [];
    if (value === undefined || value === '(none)') continue;
    if (key === 'Installed') current.installed = value;
    else current.candidate = value;
  }
  return found;
}
