import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShell } from './fake-shell';
import { killApplication } from './kill-application';

const { signal } = new AbortController();
const shown = (active: string, pid: number, result: string, status: number): string =>
  `MainPID=${String(pid)}\nActiveState=${active}\nResult=${result}\nExecMainStatus=${String(status)}\n`;

/** A unit that is killed when it is told so; `survives` keeps its process. */
const unit = (survives = false) => {
  let state = shown('active', 812, 'success', 0);
  let alive = true;
  return new FakeShell((command) => {
    if (command.startsWith('systemctl show')) return state;
    if (command.startsWith('systemctl kill')) {
      state = shown('failed', 0, 'signal', 9);
      alive = survives;
      return '';
    }
    if (command.startsWith('test -d /proc/812')) return { code: alive ? 0 : 1 };
    if (command === 'systemctl start confluence.service') {
      state = shown('active', 913, 'success', 0);
      return '';
    }
    return undefined;
  });
};

const faultOn = (host: FakeShell) =>
  killApplication({ instance: 'confluence', unit: 'confluence.service', host });

void test('planning says what would be done and touches nothing', async () => {
  const host = unit();
  const [change] = await faultOn(host).plan();
  assert.equal(change?.target, 'confluence: confluence.service');
  assert.deepEqual(host.commands, []);
});

void test('a process that SIGKILL ended, seen by systemd and the kernel, is proof', async () => {
  const host = unit();
  const fault = faultOn(host);
  await fault.inject(signal);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /failed \(result signal, .* process 812 is gone/);
  assert.ok(host.commands.includes('systemctl kill --kill-whom=all --signal=SIGKILL confluence.service'));
});

void test('an application that is not running is not killed: the injection is refused', async () => {
  const host = new FakeShell(() => shown('inactive', 0, 'success', 0));
  await assert.rejects(faultOn(host).inject(signal), /there is nothing to kill/);
  assert.ok(!host.commands.some((command) => command.startsWith('systemctl kill')));
});

void test('reverting starts the application, and only when it does not run', async () => {
  const host = unit();
  const fault = faultOn(host);
  await fault.inject(signal);
  await fault.revert(signal);
  await fault.revert(signal);
  assert.equal(host.commands.filter((command) => command.startsWith('systemctl start')).length, 1);
});

void test('what was never injected is skipped, and reverting it does nothing', async () => {
  const host = unit();
  const fault = faultOn(host);
  assert.equal((await fault.prove(signal)).result, 'skipped');
  await fault.revert(signal);
  assert.deepEqual(host.commands, []);
});
