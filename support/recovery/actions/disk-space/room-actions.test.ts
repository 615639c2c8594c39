import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { AnyAction } from '../action';
import { checkDirectoryMap } from '../directory/check-directory-map';
import { checkDiskUsage } from './check-disk-usage';
import type { ActionContext } from '../context';
import { removeTemporaryFiles } from './remove-temporary-files';
import { truncateLargestLog } from './truncate-largest-log';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** Runs an action on a host that answers as the test says; also gives the commands that it was sent. */
const run = async (
  action: AnyAction,
  target: string,
  answer: (command: string) => Answer,
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ readonly said: string; readonly commands: readonly string[] }> => {
  const shell = new FakeShell(answer);
  const context = {
    ...{ environment, target, facts: {}, budget: seconds(5), keep: () => undefined },
    host: () => shell,
  } as unknown as ActionContext;
  const said = await action.run(parameters, context, new AbortController().signal);
  return { said, commands: shell.commands };
};

const df = (total: number, available: number): string =>
  `head\n${String(total)} ${String(total - available)} ${String(available)}\n`;

void test('bytes and inodes are counted apart, of the data volume and of the root volume', async () => {
  const answer = (command: string): string => {
    if (command.startsWith('df --output=itotal')) return df(20_000, 0);
    return command.endsWith("'/'") ? df(1_000, 20) : df(1_000, 900);
  };
  const usage = (parameters: Readonly<Record<string, string>>) =>
    run(checkDiskUsage, 'confluence', answer, parameters);
  assert.match((await usage({ atLeast: '95', of: 'inodes' })).said, /100\.0 % full: 0 of 20000 inodes/);
  assert.match((await usage({ atMost: '80' })).said, /^\/srv\/confluence .* 10\.0 % full/);
  assert.match((await usage({ atLeast: '95', volume: 'root' })).said, /^\/ on confluence is 98\.0 % full/);
  await assert.rejects(usage({ atMost: '80', volume: 'root' }), /expected between 0 and 80 %/);
});

void test('a log is emptied where it takes half of what is used, and not otherwise', async () => {
  const logs = (bytes: number) => (command: string) => {
    if (command.startsWith('df')) return df(10_000_000, 0);
    return command.startsWith('find') ? `${String(bytes)} /var/log/debug log\n9 /var/log/dpkg.log\n` : '';
  };
  const { said, commands } = await run(truncateLargestLog, 'jira', logs(6_000_000));
  assert.match(said, /^\/var\/log\/debug log on jira took 6 of 10 MiB/);
  assert.equal(commands.at(-1), "truncate --size=0 '/var/log/debug log'");
  await assert.rejects(run(truncateLargestLog, 'jira', logs(4_000_000)), /something else fills/);
  await assert.rejects(
    run(truncateLargestLog, 'jira', (command) => (command.startsWith('df') ? df(10, 0) : '')),
    /no log on jira/,
  );
});

void test('temporary files of an application that runs are left alone', async () => {
  const state = (active: string) => (command: string) =>
    command.startsWith('systemctl show') ? `ActiveState=${active}\n` : '20001\n';
  const { said, commands } = await run(removeTemporaryFiles, 'confluence', state('inactive'));
  assert.match(said, /^20001 files and folders in \/srv\/confluence\/home\/temp/);
  assert.ok(commands.some((command) => command.includes('-delete')));
  await assert.rejects(run(removeTemporaryFiles, 'confluence', state('active')), /may be in use/);
  await assert.rejects(run(removeTemporaryFiles, 'jira', state('inactive')), /no folder for temporary files/);
});

void test('a map is as full as slapd says, and one that says nothing is no answer', async () => {
  const full = 'LDAP MAP CRITICAL - 99.8 % of 65536 pages are used | used=65404 max=65536\n';
  const map = (stdout: string, parameters: Readonly<Record<string, string>>) =>
    run(checkDirectoryMap, 'ldap', () => ({ code: 2, stdout }), parameters);
  assert.match((await map(full, { atLeast: '95' })).said, /99\.8 % of 65536 pages are used$/);
  await assert.rejects(map(full, { atMost: '80' }), /expected between 0 and 80 %/);
  await assert.rejects(map('LDAP MAP UNKNOWN - no answer\n', { atMost: '100' }), /UNKNOWN/);
});
