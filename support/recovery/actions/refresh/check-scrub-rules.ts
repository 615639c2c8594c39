import { z } from 'zod';
import { asRoot } from '../../../hosts/as-root';
import { checkoutRules, planScrub, type Column } from '../../scrub/rules';
import { action } from '../action';
import { environmentName, mountOfAnother } from './archive-of-another';
import { onInstance } from '../commands';
import { products, type Product } from '../migration/old-host';
import { secondServer } from '../databases/second-server';

/** `nothing`, or columns with a blank between them: `jira.label.LABEL`. */
export const keptColumns = z
  .string()
  .regex(/^(nothing|\w+\.\w+\.\w+( \w+\.\w+\.\w+)*)$/, {
    error: 'expected nothing, or columns such as jira.label.LABEL, a blank between them',
  })
  .transform((text) => (text === 'nothing' ? [] : text.split(' ')));

const QUERY = `SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns WHERE table_schema IN (${products.map((each) => `"${each}"`).join(', ')}) ORDER BY table_schema, table_name, ordinal_position`;

/**
 * Compares the tables and columns of the other environment with `scenarios/scrub.yaml`, and fails for one that is not there:
 * nobody has decided what becomes of it.
 */
export const checkScrubRules = action({
  name: 'check-scrub-rules',
  parameters: z.strictObject({ from: environmentName, keep: keptColumns }),
  commands: ({ from }, { environment, target }) => [
    onInstance(
      target,
      `mariadb --socket=${secondServer(environment, target, mountOfAnother(from)).socket} --execute='${QUERY}'`,
    ),
    '# each of them is in scenarios/scrub.yaml',
  ],
  async run({ from, keep }, { environment, target, host, facts }, signal) {
    const { socket } = secondServer(environment, target, mountOfAnother(from));
    const listed = await asRoot(
      host(target),
      `mariadb --socket=${socket} --batch --skip-column-names --execute='${QUERY}'`,
      { signal },
    );
    const columns = listed
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Column => {
        const [product = '', table = '', name = '', type = ''] = line.split('\t');
        return { product: product as Product, table, name, type };
      });
    const plan = planScrub(checkoutRules(), columns, keep);
    if (plan.unknown.length > 0)
      throw new Error(
        `scenarios/scrub.yaml does not say what becomes of ${plan.unknown.join(', ')}: nothing is brought over`,
      );
    facts.scrubPlan = plan;
    const tables = Object.values(plan.tables).flatMap((of) => Object.keys(of)).length;
    const kept = keep.length === 0 ? '' : `; kept as they are, as somebody has decided: ${keep.join(', ')}`;
    return `there is a rule for each of ${String(columns.length)} columns of ${String(tables)} tables${kept}`;
  },
});
