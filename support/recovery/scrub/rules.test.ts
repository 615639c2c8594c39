import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkoutRules, planScrub, readScrubRules, type Column } from './rules';

const column = (name: string, type = 'varchar', table = 'label'): Column => ({
  product: 'jira',
  table,
  name,
  type,
});
const label = [column('ID', 'bigint'), column('ISSUE', 'bigint'), column('LABEL')];

void test('each column is treated as its rule says, in the table’s order', () => {
  const { tables, unknown } = planScrub(checkoutRules(), label);
  assert.deepEqual(unknown, []);
  assert.deepEqual(tables.jira['label'], {
    columns: [
      ['ID', 'keep', false],
      ['ISSUE', 'keep', false],
      ['LABEL', 'text', false],
    ],
    rows: 'all',
    without: {},
  });
});

void test('a table or a column that no rule knows is told of: nobody has decided what becomes of it', () => {
  const found = [...label, column('OWNER'), column('ID', 'bigint', 'AO_60DB71_NOTE')];
  assert.deepEqual(planScrub(checkoutRules(), found).unknown, ['jira.label.OWNER', 'jira.AO_60DB71_NOTE']);
});

void test('a table that is to stay empty is, whatever columns it has; a column of bytes is known as one', () => {
  const { tables, unknown } = planScrub(checkoutRules(), [column('x', 'longblob', 'mailserver')]);
  assert.deepEqual(unknown, []);
  assert.deepEqual(tables.jira['mailserver'], { columns: [['x', 'text', true]], rows: 'none', without: {} });
});

void test('a column is kept where somebody has decided so, and one that there is not is refused', () => {
  const { tables } = planScrub(checkoutRules(), label, ['jira.label.LABEL']);
  assert.deepEqual(tables.jira['label']?.columns[2], ['LABEL', 'keep', false]);
  assert.throws(
    () => planScrub(checkoutRules(), label, ['jira.label.LABLE']),
    /no column jira\.label\.LABLE/,
  );
});

void test('mail servers stay behind, with their passwords', () => {
  const { products } = checkoutRules();
  assert.deepEqual(products.jira['mailserver'], { rows: 'none' });
  const settings = products.confluence['BANDANA'];
  assert.ok(settings !== undefined && !('rows' in settings));
  assert.deepEqual(settings.without, { BANDANAKEY: ['atlassian.confluence.smtp.mail.accounts'] });
});

void test('a column with two treatments is refused, with its place', () => {
  const root = mkdtempSync(join(tmpdir(), 'scrub-rules-'));
  try {
    mkdirSync(join(root, 'scenarios'));
    const rules = 'version: 1\naccounts: [admin]\nproducts:\n  confluence: {}\n  alfresco: {}\n  jira:\n';
    writeFileSync(join(root, 'scenarios/scrub.yaml'), `${rules}    label: { keep: [ID], text: [ID] }\n`);
    assert.throws(() => readScrubRules(root), /scenarios\/scrub\.yaml:7.*column "ID" has two treatments/);
  } finally {
    rmSync(root, { recursive: true });
  }
});
