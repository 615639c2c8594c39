import assert from 'node:assert/strict';
import { test } from 'node:test';
import { damageDatabase } from './damage-database';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();

/** A database whose file gets other bytes unless `whole`, and which `starts` on them or does not. */
const server = ({ whole = false, starts = 'failed' }: { whole?: boolean; starts?: string } = {}) => {
  let damaged = false;
  return new FakeShell((command) => {
    if (command.includes('of=')) damaged = !whole;
    if (command.includes('sha256sum')) return damaged ? 'other\n' : 'first\n';
    if (command.startsWith('systemctl show')) return `ActiveState=${starts}\n`;
    return '';
  });
};

const faultOn = (host: FakeShell) =>
  damageDatabase({
    instance: 'ldap',
    unit: 'slapd.service',
    file: '/srv/ldap/data/data.mdb',
    host,
    environmentLease,
    named: named('ldap (i-1), vol-1'),
  });

void test('it is proved by a database that does not start on its file, which has other bytes', async () => {
  const host = server();
  const fault = faultOn(host);
  await fault.inject(terms, progress, signal);
  const { result, observed } = await fault.prove(signal);
  assert.equal(result, 'installed');
  assert.match(observed, /has other bytes on disk; slapd\.service, started on it, is failed$/);
  assert.ok(host.commands.includes('systemctl start slapd.service'));
});

void test('a database that starts all the same proves nothing', async () => {
  const fault = faultOn(server({ starts: 'active' }));
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('a file that has its bytes, and no injection at all, are no damage', async () => {
  const fault = faultOn(server({ whole: true }));
  assert.equal((await fault.prove(signal)).result, 'skipped');
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});
