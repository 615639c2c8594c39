import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropTable } from './drop-table';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();

/** A database with a table of `rows` rows, whose file goes with it unless `stays`. */
const server = (rows: string, stays = false) => {
  let dropped = false;
  return new FakeShell((command) => {
    if (command.includes('COUNT(*)')) return `${rows}\n`;
    if (command.includes('@@datadir')) return '/srv/mysql/data/\n';
    if (command.includes('DROP TABLE `confluence`.`BODYCONTENT`')) dropped = true;
    if (command === "test -e '/srv/mysql/data/confluence/BODYCONTENT.ibd'")
      return { code: dropped && !stays ? 1 : 0 };
    return '';
  });
};

const faultOn = (host: FakeShell) =>
  dropTable({
    instance: 'mysql',
    database: 'confluence',
    table: 'BODYCONTENT',
    host,
    environmentLease,
    named: named('mysql (i-1), vol-1'),
  });

void test('it is proved by the file of the table, which is gone', async () => {
  const fault = faultOn(server('312'));
  await fault.inject(terms, progress, signal);
  const { result, observed } = await fault.prove(signal);
  assert.equal(result, 'installed');
  assert.match(observed, /^confluence\.BODYCONTENT had 312 rows; its file .* on mysql is gone$/);
});

void test('a file that stays, and no injection at all, prove nothing', async () => {
  const fault = faultOn(server('312', true));
  assert.equal((await fault.prove(signal)).result, 'skipped');
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('a table without rows is not dropped: nothing could be lost', async () => {
  const host = server('0');
  await assert.rejects(faultOn(host).inject(terms, progress, signal), /has no rows/);
  assert.ok(!host.commands.some((command) => command.includes('DROP')));
});
