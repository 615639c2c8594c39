import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { knownPeople } from '../../scrub/known-people';
import { program, programText } from '../../scrub/programs';
import { checkoutRules } from '../../scrub/rules';
import { action } from '../action';
import { environmentName, mountOfAnother } from './archive-of-another';
import { onInstance } from '../commands';
import { SUFFIX, withFolder } from '../directory/slapd-configuration';

/** Shell that prints the other environment's directory as LDIF, unwrapped: of its volume, with this host's schemas. */
export const slapcatOfAnother = (from: string): string =>
  `{ ${withFolder(`${mountOfAnother(from)}/data`)} > ${COPY}; slapcat -f ${COPY} -o ldif-wrap=no -b ${SUFFIX}; }`;

/** slapd's configuration with that volume's folder: it holds no password. */
const COPY = '/run/firedrill-another.conf';

/**
 * Reads from the other environment's directory who its people are: whom a refresh hides, and what is looked for afterwards. It
 * is kept in the memory of this process only, with a key that is new each time.
 */
export const listPeople = action({
  name: 'list-people',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, { target }) => [
    onInstance(target, `bash -c "${slapcatOfAnother(from)}" > people.ldif`),
    programText('people', ...checkoutRules().accounts, '< people.ldif > people.json'),
  ],
  async run({ from }, { target, host, facts }, signal) {
    const script = `set -euo pipefail\n${slapcatOfAnother(from)} | ${program('people', ...checkoutRules().accounts)}`;
    const printed = await asRoot(host(target), `bash -c ${quote(script)}`, { signal });
    facts.knownPeople = knownPeople(from, randomBytes(32).toString('hex'), printed);
    const { people } = facts.knownPeople;
    if (people.length === 0)
      throw new Error(`the directory of ${from} knows nobody: there is nobody to look for`);
    return `the directory of ${from} knows ${String(people.length)} people`;
  },
});
