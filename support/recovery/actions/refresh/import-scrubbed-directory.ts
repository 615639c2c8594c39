import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { program, programText, scrubberTold } from '../../scrub/programs';
import { checkoutRules } from '../../scrub/rules';
import { action } from '../action';
import { environmentName } from './archive-of-another';
import { onInstance } from '../commands';
import { putDirectoryInPlace, wholeDirectory, DIRECTORY } from '../directory/directory-anew';
import { slapcatOfAnother } from './list-people';
import { peopleOf } from './people-of';
import { stepOnHost } from '../step-on-host';

/**
 * Adds the other environment's people to the directory, each under a pseudonym and with no password, in the groups that they
 * are in. Who came by an earlier refresh goes; the environment's own accounts stay as they are.
 */
export const importScrubbedDirectory = action({
  name: 'import-scrubbed-directory',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, { target }) => [
    onInstance(target, 'sh -c "slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no > current.ldif"'),
    programText('directory', 'current.ldif', `<(${slapcatOfAnother(from)})`, '< told.json > merged.ldif'),
    onInstance(target, 'systemctl stop slapd'),
    onInstance(target, `slapadd -q -f slapd.conf -l merged.ldif  # its directory is ${DIRECTORY}.new`),
    onInstance(target, `sh -c "mv ${DIRECTORY} ${DIRECTORY}.old && mv ${DIRECTORY}.new ${DIRECTORY}"`),
    onInstance(target, 'systemctl start slapd'),
  ],
  async run({ from }, { environment, target, host, facts, otherEnvironment }, signal) {
    const people = peopleOf(facts, from);
    const told = scrubberTold(
      people,
      checkoutRules().accounts,
      otherEnvironment(from).environment,
      environment,
    );
    // In memory, for the time of the step: it holds this environment's hashes of passwords.
    const folder = '/run/firedrill-refresh';
    const script = `told=$(cat)
install -d -m 0700 ${folder}
trap 'rm -rf ${folder}' EXIT
${wholeDirectory}
slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no > ${folder}/current.ldif
printf '%s' "$told" | ${program('directory', `${folder}/current.ldif`)} <(${slapcatOfAnother(from)}) 2>&1 > ${folder}/merged.ldif
${putDirectoryInPlace(folder)}`;
    const said = await stepOnHost(host(target), script, {
      signal,
      timeout: seconds(110),
      input: JSON.stringify(told),
    });
    return said.trim();
  },
});
