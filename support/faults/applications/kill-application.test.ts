import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeShell } from '../fake-shell';
import { killApplication, startAgain } from './kill-application';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const shown = (active: string, pid: number, result: string, status: number): string =>
  `MainPID=${String(pid)}\nActiveState=${active}\nResult=${result}\nExecMainStatus=${String(status)}\n`;

/** A unit that is killed when it is told so; `survives` keeps its process. */
const unit = (survives = false) => {
  let state = shown('active', 812, 'success', 0);
  let alive = true;
  return new FakeShell((command) => {
    if (command.includes('--kill-whom=main --signal=SIGKILL')) {
      state = shown('failed', 0, 'signal', 9);
      alive = survives;
      return '812\n';
    }
    if (command.includes('systemctl kill')) return '';
    if (command.startsWith('systemctl show')) return state;
    if (command.startsWith('test -d /proc/812')) return { code: alive ? 0 : 1 };
    return undefined;
  });
};

const faultOn = (host: FakeShell) =>
  killApplication({
    instance: 'confluence',
    unit: 'confluence.service',
    staleFiles: ['/srv/lock'],
    mount: '/srv/confluence',
    host,
    named: named('confluence (i-1)'),
  });

void test('planning says what would be done to which instance, and touches nothing', async () => {
  const host = unit();
  const [change] = await faultOn(host).plan();
  assert.equal(change?.target, 'confluence (i-1): confluence.service');
  await faultOn(host).leases(signal);
  assert.deepEqual(host.commands, []);
});

void test('the main process is killed, then what is left; systemd and the kernel are the proof', async () => {
  const host = unit();
  const fault = faultOn(host);
  const seen: string[] = [];
  await fault.inject(terms, { halfway: () => void seen.push(String(host.commands.length)) }, signal);
  assert.deepEqual(seen, ['1']);
  assert.match(host.commands[1] ?? '', /--kill-whom=all --signal=SIGKILL confluence\.service/);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /failed \(result signal, .* process 812 is gone/);
});

void test('what was never injected is skipped', async () => {
  assert.equal((await faultOn(unit()).prove(signal)).result, 'skipped');
});

void test('an injection that the host refuses, because the lease has ended, throws', async () => {
  const host = new FakeShell(() => ({ code: 1, stderr: 'the lease has ended' }));
  await assert.rejects(faultOn(host).inject(terms, progress, signal), /the lease has ended/);
});

/** What `startAgain` tells a systemd whose unit is active with main process 812. */
function toldTo(start: string, notes: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-start-again-'));
  try {
    const systemctl = join(folder, 'systemctl');
    writeFileSync(
      systemctl,
      `#!/bin/sh
case "$1" in
  show) [ -e ${folder}/stopped ] && echo 0 || echo 812 ;;
  is-active) [ -e ${folder}/stopped ] && echo failed || echo active ;;
  *) [ "$1" != stop ] || : > ${folder}/stopped; echo "$*" >> ${folder}/told ;;
esac
`,
    );
    chmodSync(systemctl, 0o755);
    for (const [name, text] of Object.entries(notes)) writeFileSync(join(folder, name), text);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    execFileSync('sh', ['-eu', '-c', start], { cwd: folder, env });
    const told = join(folder, 'told');
    return existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void test('a unit whose killed process systemd still calls active is stopped to its end, and started', () => {
  const start = startAgain('confluence.service', []);
  const told = toldTo(start, { state: 'active\n', killed: '812\n' });
  assert.deepEqual(told.slice(-3), [
    'stop confluence.service',
    'reset-failed confluence.service',
    'start confluence.service',
  ]);
});

void test('a unit that runs again, with another process than the killed one, is left alone', () => {
  const start = startAgain('confluence.service', []);
  assert.deepEqual(toldTo(start, { state: 'active\n', killed: '77\n' }), []);
  assert.deepEqual(toldTo(start, { state: 'active\n' }), []);
});
