import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { program, programText, scrubberTold } from '../../scrub/programs';
import { checkoutRules } from '../../scrub/rules';
import { action } from '../action';
import { environmentName, mountOfAnother } from './archive-of-another';
import { onInstance } from '../commands';
import { products, type Product } from '../migration/old-host';
import { peopleOf } from './people-of';
import { secondServer } from '../databases/second-server';
import { stepOnHost } from '../step-on-host';

const anew = (product: Product): string =>
  `DROP DATABASE IF EXISTS ${product}; CREATE DATABASE ${product} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

/** On the other environment's volume, which is thrown away: what was not scrubbed yet lies nowhere else. */
const folderOf = (from: string, product: Product): string => `${mountOfAnother(from)}/scrub/${product}`;

/**
 * Loads the other environment's rows from the second server into the first, scrubbed on the way, each schema in the place of
 * the one that was there, and counts them. Schemas that hold an environment's own settings, as Crowd's does, are not brought.
 * Cut short, it is done again from the beginning.
 */
export const importScrubbedDatabases = action({
  name: 'import-scrubbed-databases',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, { environment, target }) => {
    const { socket } = secondServer(environment, target, mountOfAnother(from));
    return products.flatMap((product) => [
      onInstance(target, `install -d -m 0700 -o mysql -g mysql ${folderOf(from, product)}`),
      onInstance(target, `mariadb-dump --socket=${socket} --tab=${folderOf(from, product)} ${product}`),
      onInstance(target, `mariadb --execute="${anew(product)}"`),
      onInstance(target, `sh -c "cat ${folderOf(from, product)}/*.sql | mariadb ${product}"`),
      programText('rows', folderOf(from, product), 'expected', `< told.json | mariadb ${product}`),
    ]);
  },
  async run({ from }, context, signal) {
    const { environment, target, host, facts, otherEnvironment } = context;
    const people = peopleOf(facts, from);
    const { scrubPlan } = facts;
    if (scrubPlan === undefined) throw new Error('no earlier step has looked at the rules');
    const { socket } = secondServer(environment, target, mountOfAnother(from));
    const said: string[] = [];
    for (const product of products) {
      const folder = folderOf(from, product);
      const script = `told=$(cat)
rm -rf ${folder}
install -d -m 0700 -o mysql -g mysql ${mountOfAnother(from)}/scrub ${folder}
mariadb-dump --socket=${socket} --tab=${folder} ${product}
mariadb --execute='${anew(product)}'
{ echo 'SET FOREIGN_KEY_CHECKS = 0;'; cat ${folder}/*.sql; } | mariadb ${product}
printf '%s' "$told" | ${program('rows', folder, `${folder}/expected`)} | mariadb ${product}
all=0
while read -r table rows; do
  found=$(mariadb --batch --skip-column-names --execute="SELECT COUNT(*) FROM ${product}.\\\`$table\\\`" </dev/null)
  [ "$found" = "$rows" ] || { echo "${product}.$table has $found rows; expected $rows" >&2; exit 1; }
  all=$((all + rows))
done < ${folder}/expected
rm -rf ${folder}
echo "$all"`;
      const told = scrubberTold(
        people,
        checkoutRules().accounts,
        otherEnvironment(from).environment,
        environment,
      );
      const input = JSON.stringify({ ...told, tables: scrubPlan.tables[product] });
      const rows = await stepOnHost(host(target), script, { signal, timeout: seconds(280), input });
      said.push(`${product}: ${rows.trim()} rows`);
    }
    return said.join('; ');
  },
});
