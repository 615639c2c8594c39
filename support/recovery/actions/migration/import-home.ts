import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { applicationOf } from '../applications/application-paths';
import { onInstance } from '../commands';
import { fetchCommand, fetchPart, noteDone } from './fetch-part';
import { fromOldHost, incoming, oldHost, type Product } from './old-host';
import { stepOnHost } from '../step-on-host';

/** A product's home: what comes from the old host into it, and what is made anew from that. */
export const homes: Readonly<
  Record<Product, { readonly home: string; readonly files: string; readonly madeAnew: readonly string[] }>
> = {
  confluence: { home: '/srv/confluence/home', files: 'attachments', madeAnew: ['index'] },
  jira: { home: '/srv/jira/home', files: 'data/attachments', madeAnew: ['caches/indexesV1'] },
  alfresco: { home: '/srv/alfresco/alf_data', files: 'contentstore', madeAnew: [] },
};

/** The folder below the home that holds people's files. */
export const filesOf = (product: Product): string => `${homes[product].home}/${homes[product].files}`;

/**
 * Puts the old host's files of a product in the place of those that are there. Index and ledger are of the files before,
 * and are made anew when the application and the scrub start.
 */
export const importHome = action({
  name: 'import-home',
  parameters: fromOldHost,
  commands: ({ from }, { environment, target }) => {
    const product = applicationOf(instanceNamed(environment, target));
    const folder = incoming(environment, target);
    const { home, files, madeAnew } = homes[product];
    return [
      fetchCommand(oldHost(environment, from).exports, from, folder, target, `${product}.tar`),
      onInstance(target, `systemctl stop content-scrub@${product}`),
      onInstance(
        target,
        `rm -rf ${[files, ...madeAnew].map((each) => `${home}/${each}`).join(' ')} /srv/${product}/content-ledger/ledger`,
      ),
      onInstance(target, `tar -x --no-same-owner -C ${home} -f ${folder}/${product}.tar`),
      onInstance(target, `chown -R ${product}:${product} ${home}/${files}`),
      onInstance(target, `systemctl start content-scrub@${product}`),
    ];
  },
  async run({ from }, context, signal) {
    const { environment, target, host } = context;
    const product = applicationOf(instanceNamed(environment, target));
    const part = await fetchPart(context, from, `${product}.tar`, signal);
    if (part.done) return `the files of ${product} were put in place already`;
    const { home, files, madeAnew } = homes[product];
    const script = `systemctl stop content-scrub@${product}
rm -rf ${[files, ...madeAnew].map((each) => quote(`${home}/${each}`)).join(' ')} /srv/${product}/content-ledger/ledger
tar -x --no-same-owner -C ${home} -f ${part.path}
chown -R ${product}:${product} ${home}/${files.split('/')[0] ?? files}
find ${home}/${files} -type f | wc -l
${noteDone(part)}
systemctl start content-scrub@${product}`;
    const count = await stepOnHost(host(target), script, { signal, timeout: seconds(280) });
    return `${product} has its ${count.trim()} files of the old host`;
  },
});
