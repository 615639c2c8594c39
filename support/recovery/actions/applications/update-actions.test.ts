import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import { actions } from '../actions';
import type { ActionContext, RunbookFacts } from '../context';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** Follows actions on one host that answers as told, with the facts that they leave for each other. */
const host = (answer: (command: string) => Answer) => {
  const commands: string[] = [];
  const tainted: string[] = [];
  const facts: RunbookFacts = {};
  const undo: ((signal: AbortSignal) => Promise<void>)[] = [];
  const run = (
    name: string,
    target: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const context = {
      environment,
      target,
      facts,
      budget: seconds(5),
      keep: () => undefined,
      host: () =>
        new FakeShell((command) => {
          commands.push(command);
          return answer(command);
        }),
      rootDisks: {
        change: (instance: string) => Promise.resolve(void tainted.push(instance)),
        restored: (instance: string) => Promise.resolve(void tainted.splice(tainted.indexOf(instance), 1)),
      },
      undoAtEnd: (_: string, act: (signal: AbortSignal) => Promise<void>) => void undo.unshift(act),
    } as unknown as ActionContext;
    return actions.get(name)?.run(parameters, context, new AbortController().signal) ?? assert.fail(name);
  };
  return { run, commands, tainted, undo };
};

const { signal } = new AbortController();

void test('a version is noted, expected by its name, or expected to be the one before', async () => {
  let version = '9.2.0';
  const { run } = host(() => JSON.stringify({ name: 'Confluence', version, buildNumber: 9109 }));
  await assert.rejects(run('check-version', 'confluence', { expect: 'before' }), /no earlier step has noted/);
  assert.equal(
    await run('check-version', 'confluence', { expect: 'noted' }),
    'confluence says that it is 9.2.0',
  );
  version = '9.2.1';
  await run('check-version', 'confluence', { expect: '9.2.1' });
  await assert.rejects(
    run('check-version', 'confluence', { expect: 'before' }),
    /is 9\.2\.1; expected 9\.2\.0/,
  );
});

void test('an application that tells no version is no version', async () => {
  const { run } = host(() => ({ code: 22, stdout: '' }));
  await assert.rejects(
    run('check-version', 'confluence', { expect: '9.2.0' }),
    /tells no version: no answer/,
  );
});

void test('no way back goes to a dump or a program that another update has left', async () => {
  const { run, commands } = host(() => '');
  const kept = await run('restore-previous-version', 'confluence', { where: 'replaced' });
  assert.equal(kept, 'the program on confluence was not replaced');
  const dumped = await run('restore-database', 'mysql', { database: 'confluence' });
  assert.equal(dumped, 'confluence was not dumped, and so not changed');
  await assert.rejects(run('put-back-packages', 'jira'), /no earlier step has installed packages on jira/);
  assert.deepEqual(commands, []);
});

void test('what an update has kept is gone back to', async () => {
  const { run, commands } = host(() => '9');
  await run('dump-database', 'mysql', { database: 'confluence' });
  await run('install-version', 'confluence', { version: '9.2.1' });
  assert.match(
    await run('restore-database', 'mysql', { database: 'confluence' }),
    /as it was dumped: 9 tables/,
  );
  await run('restore-previous-version', 'confluence', { where: 'replaced' });
  assert.match(commands.at(-1) ?? '', /stand-in\.js\.previous/);
  assert.match(commands.at(-2) ?? '', /mariadb < \S*\/srv\/mysql\/before-update\/confluence\.sql/);
});

void test('a changed root disk is told of before it is changed, and answered for again when all is put back', async () => {
  const { run, tainted, undo } = host((command) =>
    command.startsWith('dpkg-query') ? 'installed nodejs 18.1\n' : '9',
  );
  await run('install-packages', 'confluence', { packages: 'nodejs firedrill-confluence-9.2.1' });
  await run('install-version', 'confluence', { version: '9.2.1' });
  assert.deepEqual(tainted, ['confluence', 'confluence']);
  for (const act of undo) await act(signal);
  assert.deepEqual(tainted, []);
});

void test('packages are put back as they were: one that was not there is removed', async () => {
  const { run, commands } = host((command) =>
    command.startsWith('dpkg-query') ? 'installed nodejs 18.1\nconfig-files restic 0.1\n' : '',
  );
  await run('install-packages', 'jira', { packages: 'nodejs restic' });
  const said = await run('put-back-packages', 'jira');
  assert.equal(said, 'jira has nodejs 18.1, restic none again');
  assert.match(commands.at(-2) ?? '', /install --allow-downgrades 'nodejs=18\.1'$/);
  assert.match(commands.at(-1) ?? '', /purge 'restic'$/);
});

void test('programs that still run what was replaced keep the check from passing, and their units are restarted', async () => {
  const lines = 'apache2.service 812 apache2 libssl.so.3\ninit.scope 1 systemd libcrypto.so.3\n';
  const { run, commands } = host((command) => (command.includes('outdated-programs') ? lines : ''));
  await assert.rejects(run('check-outdated-programs', 'web'), /apache2\.service 812 apache2 libssl\.so\.3/);
  assert.equal(await run('restart-outdated-units', 'web'), 'restarted on web: apache2.service, init.scope');
  assert.match(commands.at(-2) ?? '', /systemctl restart 'apache2\.service'/);
  assert.equal(commands.at(-1), 'systemctl daemon-reexec');
});
