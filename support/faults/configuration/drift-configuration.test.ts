import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driftConfiguration, driftLease } from './drift-configuration';
import { FakeShell } from '../fake-shell';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const drift = { file: '/etc/apache2/site.conf', line: 'TraceEnable On', effect: 'curl -X TRACE web' };
const software = { unit: 'apache2.service', staleFiles: [], mount: '/srv/web', drift };

/** @param lines how often the file has the line @param effect what the command from the other side ends with */
const faultOn = (lines: string, effect: number) =>
  driftConfiguration({
    ...software,
    instance: 'web',
    host: new FakeShell((command) => (command.startsWith('grep -c') ? `${lines}\n` : '')),
    witness: { instance: 'bastion', host: new FakeShell(() => ({ code: effect })) },
    named: named('web (i-1)'),
  });

void test('it is proved by the line in the file and its effect, seen from another instance', async () => {
  const fault = faultOn('1', 0);
  await fault.inject(terms, progress, signal);
  const { result, observed } = await fault.prove(signal);
  assert.equal(result, 'installed');
  assert.match(observed, /has the line "TraceEnable On"; seen from bastion, it has effect/);
});

void test('a file without the line proves nothing, whatever is seen from elsewhere', async () => {
  const fault = faultOn('0', 0);
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('what was never injected is skipped', async () => {
  assert.equal((await faultOn('1', 0).prove(signal)).result, 'skipped');
});

void test('its revert has the running software take what is back', () => {
  assert.match(
    driftLease(software).revert,
    /cat before > '\/etc\/apache2\/site\.conf'[^]*systemctl reload-or-restart apache2\.service$/,
  );
});
