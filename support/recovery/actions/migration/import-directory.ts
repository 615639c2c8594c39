import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../../drill/time';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { DIRECTORY, putDirectoryInPlace, wholeDirectory } from '../directory/directory-anew';
import { fetchCommand, fetchPart, noteDone } from './fetch-part';
import { fromOldHost, incoming, oldHost } from './old-host';
import { stepOnHost } from '../step-on-host';

const PART = 'directory.ldif';
const mergeProgram = readFileSync(join(__dirname, 'merge-directory.py'), 'utf8');

/**
 * Adds the people and groups of the old host's directory to the new one, below its own suffix. The directory is made anew
 * beside the one in use and put in its place: cut short at any moment, there is a whole one.
 */
export const importDirectory = action({
  name: 'import-directory',
  parameters: fromOldHost,
  commands: ({ from }, { environment, target }) => {
    const folder = incoming(environment, target);
    return [
      fetchCommand(oldHost(environment, from).exports, from, folder, target, PART),
      onInstance(target, `sh -c "slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no > ${folder}/current.ldif"`),
      `# merge support/recovery/actions/migration/merge-directory.py: current.ldif, ${PART} → merged.ldif`,
      onInstance(target, 'systemctl stop slapd'),
      onInstance(
        target,
        `slapadd -q -f ${folder}/slapd.conf -l ${folder}/merged.ldif  # its directory is ${DIRECTORY}.new`,
      ),
      onInstance(target, `sh -c "mv ${DIRECTORY} ${DIRECTORY}.old && mv ${DIRECTORY}.new ${DIRECTORY}"`),
      onInstance(target, 'systemctl start slapd'),
    ];
  },
  async run({ from }, context, signal) {
    const { environment, target, host } = context;
    const part = await fetchPart(context, from, PART, signal);
    if (part.done) return 'the people of the old host were added already';
    const folder = incoming(environment, target);
    const script = `${wholeDirectory}
slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no > ${folder}/current.ldif
suffix=$(sed -n 's/^suffix "\\(.*\\)"$/\\1/p' /etc/ldap/slapd.conf)
python3 -c ${quote(mergeProgram)} ${folder}/current.ldif ${part.path} "$suffix" 2>&1 > ${folder}/merged.ldif
${putDirectoryInPlace(folder)}
${noteDone(part)}`;
    const said = await stepOnHost(host(target), script, { signal, timeout: seconds(110) });
    return said.trim();
  },
});
