import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { quote } from '../../../hosts/shell';
import { program, programText } from '../../scrub/programs';
import { action } from '../action';
import { applicationOf } from '../applications/application-paths';
import { beside, environmentName } from './archive-of-another';
import { onInstance } from '../commands';
import { filesOf, homes } from '../migration/import-home';
import { stepOnHost } from '../step-on-host';

/** What files of another environment are filled with. */
export const FILLER = 'This file was replaced when staging was refreshed from production.\n';

/**
 * Puts a file of the same path and size in the place of each attachment or document of the other environment, with nothing of
 * what is in it: who is named in a file of some kind, nobody can tell. Index and ledger are made anew at the next start.
 */
export const importScrubbedFiles = action({
  name: 'import-scrubbed-files',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, { environment, target }) => {
    const product = applicationOf(instanceNamed(environment, target));
    const { home, madeAnew } = homes[product];
    const files = filesOf(product);
    return [
      onInstance(target, `systemctl stop content-scrub@${product}`),
      onInstance(
        target,
        `rm -rf ${[files, ...madeAnew.map((each) => `${home}/${each}`)].join(' ')} /srv/${product}/content-ledger/ledger`,
      ),
      programText('files', beside(environment, target, from, files), files, `'${FILLER.trim()}'`),
      onInstance(target, `chown -R ${product}:${product} ${files}`),
      onInstance(target, `systemctl start content-scrub@${product}`),
    ];
  },
  async run({ from }, { environment, target, host }, signal) {
    const product = applicationOf(instanceNamed(environment, target));
    const { home, files, madeAnew } = homes[product];
    const own = filesOf(product);
    const script = `systemctl stop content-scrub@${product}
rm -rf ${[own, ...madeAnew.map((each) => `${home}/${each}`)].map(quote).join(' ')} /srv/${product}/content-ledger/ledger
${program('files', beside(environment, target, from, own), own, FILLER)}
chown -R ${product}:${product} ${home}/${files.split('/')[0] ?? files}
sync -f ${home}
systemctl start content-scrub@${product}`;
    const said = await stepOnHost(host(target), script, { signal, timeout: seconds(280) });
    return `${product}: ${said.trim()}, with nothing of what was in them`;
  },
});
