import { seconds } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { fetchCommand, fetchPart, noteDone } from './fetch-part';
import { fromOldHost, incoming, oldHost, products, type Product } from './old-host';
import { stepOnHost } from '../step-on-host';

const anew = (product: Product): string =>
  `DROP DATABASE IF EXISTS ${product}; CREATE DATABASE ${product} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

/**
 * Loads the old host's dumps into the new database, each in the place of what was there. A load that was cut short is begun
 * anew; one that came to its end is not repeated, so that nothing that people have written since is lost.
 */
export const importDatabases = action({
  name: 'import-databases',
  parameters: fromOldHost,
  commands: ({ from }, { environment, target }) => {
    const folder = incoming(environment, target);
    return products.flatMap((product) => [
      fetchCommand(oldHost(environment, from).exports, from, folder, target, `${product}.sql`),
      onInstance(target, `mariadb --execute="${anew(product)}"`),
      onInstance(target, `sh -c "mariadb ${product} < ${folder}/${product}.sql"`),
    ]);
  },
  async run({ from }, context, signal) {
    const { target, host } = context;
    const said: string[] = [];
    for (const product of products) {
      const part = await fetchPart(context, from, `${product}.sql`, signal);
      if (part.done) {
        said.push(`${product}: was loaded already`);
        continue;
      }
      const script = `mariadb --execute='${anew(product)}'
mariadb ${product} < ${part.path}
mariadb --batch --skip-column-names --execute="SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${product}'"
${noteDone(part)}`;
      const tables = await stepOnHost(host(target), script, { signal, timeout: seconds(280) });
      said.push(`${product}: ${tables.trim()} tables`);
    }
    return said.join('; ');
  },
});
