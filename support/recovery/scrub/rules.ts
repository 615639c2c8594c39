import { join } from 'node:path';
import { z } from 'zod';
import { products, type Product } from '../actions/migration/old-host';
import { SCRUB } from '../catalogue/catalogue';
import { DefinitionError, readLocatedYaml } from '../catalogue/located-yaml';

/** What becomes of a column's values: `lower-text` is for those that are kept a second time in lower case. */
export const treatments = ['keep', 'user', 'text', 'lower-text'] as const;
export type Treatment = (typeof treatments)[number];

const names = z.array(z.string().regex(/^\w+$/)).default([]);
const tableSchema = z.union([
  /** The table is made, and stays empty. */
  z.strictObject({ rows: z.literal('none') }),
  z.strictObject({
    keep: names,
    user: names,
    text: names,
    'lower-text': names,
    /** Rows with one of these values in that column are left out. */
    without: z.record(z.string(), z.array(z.string())).default({}),
  }),
]);
const rulesSchema = z.strictObject({
  version: z.literal(1),
  /** User names that are no person's: they stay, in rows as in the directory. */
  accounts: z.array(z.string().regex(/^[\w.-]+$/)).min(1),
  products: z.record(z.enum(products), z.record(z.string().regex(/^\w+$/), tableSchema)),
});
export type ScrubRules = z.infer<typeof rulesSchema>;

/** Throws a DefinitionError with file and line of all that is wrong, a column with two treatments among it. */
export function readScrubRules(root: string): ScrubRules {
  const { value, at } = readLocatedYaml(join(root, SCRUB), SCRUB, rulesSchema);
  const problems = products.flatMap((product) =>
    Object.entries(value.products[product]).flatMap(([table, rules]) => {
      if ('rows' in rules) return [];
      const columns = treatments.flatMap((treatment) => rules[treatment]);
      const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
      return twice.map((column) =>
        at(['products', product, table], `column "${column}" has two treatments; expected one`),
      );
    }),
  );
  if (problems.length > 0) throw new DefinitionError(problems);
  return value;
}

/** A column as `information_schema.columns` has it. */
export interface Column {
  readonly product: Product;
  readonly table: string;
  readonly name: string;
  /** `varchar`, `longblob`, … */
  readonly type: string;
}

/** How a table's rows are brought over, as `rows.py` is told. */
export interface TablePlan {
  /** Name, treatment, and whether it holds bytes rather than text, in the table's order. */
  readonly columns: readonly (readonly [string, Treatment, boolean])[];
  readonly rows: 'all' | 'none';
  readonly without: Readonly<Record<string, readonly string[]>>;
}

export interface ScrubPlan {
  readonly tables: Readonly<Record<Product, Readonly<Record<string, TablePlan>>>>;
  /** Tables and columns that no rule knows, `jira.AO_60DB71_NOTE` or `jira.label.LABEL`. Where there are any, nothing is brought. */
  readonly unknown: readonly string[];
}

const BYTES = /blob|binary|^bit$|^geometry$/;

/**
 * What is done with each of the columns that there are.
 * @param keep columns that somebody has decided to keep as they are, `jira.label.LABEL`
 */
export function planScrub(
  rules: ScrubRules,
  columns: readonly Column[],
  keep: readonly string[] = [],
): ScrubPlan {
  const unknown = new Set<string>();
  const tables: Record<Product, Record<string, TablePlan>> = { confluence: {}, jira: {}, alfresco: {} };
  for (const { product, table, name, type } of columns) {
    const known = rules.products[product][table];
    if (known === undefined) {
      unknown.add(`${product}.${table}`);
      continue;
    }
    const none = 'rows' in known;
    const treatment = keep.includes(`${product}.${table}.${name}`)
      ? 'keep'
      : none
        ? 'text'
        : treatments.find((each) => known[each].includes(name));
    if (treatment === undefined) {
      unknown.add(`${product}.${table}.${name}`);
      continue;
    }
    const before = tables[product][table]?.columns ?? [];
    tables[product][table] = {
      columns: [...before, [name, treatment, BYTES.test(type)]],
      rows: none ? 'none' : 'all',
      without: none ? {} : known.without,
    };
  }
  const there = columns.map(({ product, table, name }) => `${product}.${table}.${name}`);
  const missing = keep.filter((each) => !there.includes(each));
  if (missing.length > 0) throw new Error(`there is no column ${missing.join(', ')} to keep`);
  return { tables, unknown: [...unknown] };
}

/** The rules of this checkout, read once. */
export const checkoutRules = (): ScrubRules => (rules ??= readScrubRules(join(__dirname, '..', '..', '..')));
let rules: ScrubRules | undefined;
