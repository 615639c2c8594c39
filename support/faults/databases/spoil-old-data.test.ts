import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';
import { spoilOldData } from './spoil-old-data';

const { signal } = new AbortController();

/** A server whose labels have the collation that it was last told, unless `deaf`. */
const server = (collation: string, deaf = false) => {
  let found = collation;
  return new FakeShell((command) => {
    if (command.includes('ALTER TABLE jira.label') && !deaf) found = 'utf8mb4_general_ci';
    if (command.includes('COUNT(*)')) return found === 'utf8mb4_general_ci' ? '1\n' : '0\n';
    return '';
  });
};
const faultOn = (host: FakeShell) =>
  spoilOldData({
    instance: 'legacy',
    what: 'another-collation',
    host,
    environmentLease,
    named: named('legacy (i-1), vol-1'),
  });

void test('it is proved by the server, which says that it is so', async () => {
  const fault = faultOn(server('utf8mb4_bin'));
  assert.equal((await fault.prove(signal)).result, 'skipped');
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'installed');
});

void test('a change that had no effect proves nothing', async () => {
  const fault = faultOn(server('utf8mb4_bin', true));
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('data that are so already are left as they are', async () => {
  const host = server('utf8mb4_general_ci');
  await assert.rejects(faultOn(host).inject(terms, progress, signal), /so already/);
  assert.ok(!host.commands.some((command) => command.includes('ALTER TABLE')));
});
