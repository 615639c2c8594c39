import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { faultNames } from '../../faults/faults';
import { readAcceptanceFile } from './acceptance-file';
import { actions } from '../actions/actions';
import { readCatalogue } from './catalogue';

const root = mkdtempSync(join(tmpdir(), 'acceptance-file-'));
after(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'scenarios'));

const HEAD = 'version: 1\nnotOlderThan: { run: 24h, offSiteRestore: 48h, pack: 72h }\nroles: [operations]\n';
const read = (text: string) => {
  writeFileSync(join(root, 'scenarios/acceptance.yaml'), text);
  return readAcceptanceFile(root, ['jira-hangs', 'mysql-hangs']);
};
const exceptions = (...lines: readonly string[]): string =>
  `${HEAD}exceptions:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;
const good = 'scenario: jira-hangs, owner: Anna, reason: Mended in June, until: 2027-01-31';

void test('ages, roles and exceptions are read; without exceptions there are none', () => {
  assert.deepEqual(read(HEAD).exceptions, []);
  const { notOlderThan, roles, exceptions: found } = read(exceptions(good));
  assert.deepEqual(notOlderThan, { run: 86_400_000, offSiteRestore: 172_800_000, pack: 259_200_000 });
  assert.deepEqual(roles, ['operations']);
  assert.deepEqual(found, [
    { scenario: 'jira-hangs', owner: 'Anna', reason: 'Mended in June', until: '2027-01-31' },
  ]);
});

void test('an exception without an owner, a reason or an end is refused, with file, line and what is expected', () => {
  for (const [left, says] of [
    [/owner: Anna, /, /^scenarios\/acceptance\.yaml:5: exceptions\.0\.owner is missing; expected string$/],
    [/reason: Mended in June, /, /acceptance\.yaml:5: exceptions\.0\.reason is missing; expected string$/],
    [/, until: .*/, /acceptance\.yaml:5: exceptions\.0\.until is missing; expected string$/],
  ] as const)
    assert.throws(() => read(exceptions(good.replace(left, ''))), { message: says });
});

void test('an end that is no date, a scenario that is not, one with two exceptions and an unknown key are named by line', () => {
  const other = good.replace('jira', 'mysql');
  assert.throws(() => read(exceptions(other, good.replace('2027-01-31', 'soon'))), {
    message:
      /acceptance\.yaml:6: exceptions\.1\.until is "soon"; expected the last day .* such as 2026-12-31$/,
  });
  assert.throws(
    () => read(exceptions(good.replace('2027-01-31', '2027-02-31'))),
    /acceptance\.yaml:5: .*2027-02-31/,
  );
  assert.throws(() => read(exceptions(other, good.replace('jira-hangs', 'jira-flies'))), {
    message: /acceptance\.yaml:6: failure scenario "jira-flies" does not exist; expected the id/,
  });
  assert.throws(() => read(exceptions(good, other, good)), {
    message: /acceptance\.yaml:7: "jira-hangs" has an exception already; expected one$/,
  });
  assert.throws(() => read(`${HEAD}waivers: []\n`), /acceptance\.yaml:4: key "waivers" is unknown/);
  assert.throws(() => read(HEAD.replace('72h', '3 days')), {
    message: /acceptance\.yaml:2: notOlderThan\.pack is "3 days"; expected a duration such as/,
  });
  assert.throws(() => read(HEAD.replace('[operations]', '[]')), /acceptance\.yaml:3: roles/);
  assert.throws(
    () => read(HEAD.replace('[operations]', '[a, a]')),
    /acceptance\.yaml:3: the role "a" is there/,
  );
});

void test('the file of this checkout is valid', () => {
  const checkout = resolve(__dirname, '../../..');
  const { drills } = readCatalogue(checkout, { actions, faults: { names: faultNames } });
  readAcceptanceFile(
    checkout,
    drills.map(({ scenario }) => scenario.id),
  );
});
