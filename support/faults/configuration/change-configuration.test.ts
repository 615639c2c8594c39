import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { changeConfiguration, configurationLease, zeroed } from './change-configuration';
import { FakeShell } from '../fake-shell';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'firedrill-change-configuration-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'dbconfig.xml');
const mistake = '<pool "size>';
const declared = '<jira-database-config/>\n';

/** Runs what is for the host's shell here, with a systemctl that calls the unit what `active` says. */
const here = (script: string, active = 'active'): void => {
  const systemctl = join(folder, 'systemctl');
  writeFileSync(
    systemctl,
    `#!/bin/sh
case "$1" in
  is-active) echo ${active}; [ ${active} = active ] ;;
  *) echo "$*" >> ${folder}/told ;;
esac
`,
  );
  chmodSync(systemctl, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  execFileSync('sh', ['-eu', '-c', script], { cwd: folder, env });
};

const state = (active: string): string =>
  `MainPID=0\nActiveState=${active}\nResult=exit-code\nExecMainStatus=1\n`;

const target = { unit: 'jira.service', staleFiles: [], mount: folder, configuration: { file, mistake } };
const faultOn = (host: FakeShell) =>
  changeConfiguration({ ...target, instance: 'jira', host, named: named('jira (i-1)') });

/** A host whose unit is called `active` after its restart, and whose file has the line so many times. */
const host = (active: string, lines = '1'): FakeShell =>
  new FakeShell((command) => {
    if (command.startsWith('systemctl show')) return state(active);
    if (command.startsWith('grep -c')) return `${lines}\n`;
    return '';
  });

void test('it is proved by a unit that failed to start, while the line is in the file', async () => {
  const fault = faultOn(host('failed'));
  await fault.inject(terms, progress, signal);
  const { result, observed } = await fault.prove(signal);
  assert.equal(result, 'installed');
  assert.match(observed, /has the line "<pool "size>"; jira\.service is failed, last status 1/);
});

void test('a file without the line proves nothing', async () => {
  const fault = faultOn(host('failed', '0'));
  await fault.inject(terms, progress, signal);
  const { result, observed } = await fault.prove(signal);
  assert.deepEqual([result, observed.includes('has not the line')], ['indeterminate', true]);
});

void test('what was never injected is skipped', async () => {
  assert.equal((await faultOn(host('failed')).prove(signal)).result, 'skipped');
});

void test('its revert gives the file the bytes that it had, and starts what ran', () => {
  writeFileSync(file, declared);
  const { note, revert } = configurationLease(target);
  here(note);
  assert.equal(readdirSync(folder).filter((name) => name.includes('ballast')).length, 1);
  appendFileSync(file, `${mistake}\n`);
  here(revert, 'failed');
  assert.equal(readFileSync(file, 'utf8'), declared);
  assert.ok(readFileSync(join(folder, 'told'), 'utf8').includes('start jira.service'));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('ballast')),
    [],
  );
  // Again, when somebody has mended it meanwhile: nothing is touched.
  rmSync(join(folder, 'told'));
  here(revert);
  assert.equal(readFileSync(file, 'utf8'), declared);
  assert.ok(!existsSync(join(folder, 'told')), 'systemd was told something');
});

void test('a revert before anything was noted changes nothing', () => {
  rmSync(join(folder, 'before'));
  writeFileSync(file, 'as it is');
  here(configurationLease(target).revert, 'failed');
  assert.equal(readFileSync(file, 'utf8'), 'as it is');
});

void test('a file that has the line already, and a unit that does not run, are no place for it', () => {
  const { note } = configurationLease(target);
  writeFileSync(file, `${declared}${mistake}\n`);
  assert.throws(() => here(note));
  writeFileSync(file, declared);
  assert.throws(() => here(note, 'inactive'));
});

void test('a file of zeros has the size that it had, and is told from any other', () => {
  const look = (): string =>
    execFileSync('sh', ['-c', zeroed.look(`'${file}'`)], { encoding: 'utf8' }).trim();
  writeFileSync(file, declared);
  assert.equal(look(), '0');
  here(zeroed.make(`'${file}'`));
  assert.deepEqual(readFileSync(file), Buffer.alloc(declared.length));
  assert.equal(look(), '1');
  appendFileSync(file, ' ');
  assert.equal(look(), '0');
  writeFileSync(file, '');
  assert.equal(look(), '0');
});
