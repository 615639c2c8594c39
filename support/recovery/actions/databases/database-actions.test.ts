import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { AnyAction } from '../action';
import type { ActionContext } from '../context';
import { copyRowsBack } from './copy-rows-back';
import { endBlockingSession } from './end-blocking-session';
import { endIdleSessions } from './end-idle-sessions';
import { endWhatTakesMemory } from '../hosts/end-what-takes-memory';
import { purgeBinaryLogs } from './purge-binary-logs';
import { replayBinaryLogs } from './replay-binary-logs';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));
const folder = mkdtempSync(join(tmpdir(), 'firedrill-database-actions-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs an action on a host that answers as the test says; also gives the commands that it was sent. */
const run = async (
  action: AnyAction,
  answer: (command: string) => Answer,
  parameters: Readonly<Record<string, string>> = {},
  snapshot = { id: 'snap-1', startedAt: '2026-01-02T03:04:05.600Z' },
): Promise<{ readonly said: string; readonly commands: readonly string[] }> => {
  const shell = new FakeShell(answer);
  const context = {
    ...{ environment, target: 'mysql', facts: {}, budget: seconds(5), keep: () => undefined },
    host: () => shell,
    lastSnapshot: () => Promise.resolve(snapshot),
  } as unknown as ActionContext;
  const said = await action.run(parameters, context, new AbortController().signal);
  return { said, commands: shell.commands };
};

const locks =
  (waiting: string, ...holders: readonly string[]) =>
  (command: string): string => {
    if (command.includes('COUNT(*)')) return waiting;
    return command.includes('METADATA_LOCK_INFO') ? holders.join('\n') : '';
  };
const idle = '41\troot@localhost\tSleep\t30\tjira.jiraissue';

void test('the idle session that others wait for is ended', async () => {
  const { said, commands } = await run(endBlockingSession, locks('12\t25\n', idle));
  assert.match(said, /^12 sessions waited, the longest for 25 s; session 41 of root@localhost/);
  assert.match(commands.at(-1) ?? '', /KILL 41/);
});

void test('no session is ended where nobody waits, where the holder works, and where two could be it', async () => {
  const works = idle.replace('Sleep', 'Query');
  await assert.rejects(run(endBlockingSession, locks('0\t0\n', idle)), /nobody waits for a lock/);
  await assert.rejects(run(endBlockingSession, locks('3\t9\n', works)), /no single idle session/);
  const other = idle.replace('41', '42');
  await assert.rejects(run(endBlockingSession, locks('3\t9\n', idle, other)), /no single idle session/);
});

const connections =
  (...states: readonly string[]) =>
  (account: string) => {
    const left = [...states];
    return (command: string): string => {
      if (command.includes('@@max_connections')) return left.shift() ?? '';
      return command.includes('GROUP BY') ? account : '';
    };
  };

void test('idle sessions of a stranger are ended, and the room that they leave is said', async () => {
  // The first look after it still counts them.
  const full = connections('101\t100\n', '100\t100\n', '38\t100\n');
  const { said, commands } = await run(endIdleSessions, full('nobody\tlocalhost\t63\t63\n'));
  assert.match(said, /101 of 100 connections .* 63 by nobody@localhost, .*38 are taken now/);
  assert.ok(commands.some((command) => /USER = .*nobody.*\| mariadb/.test(command)));
});

void test('where somebody else has the one connection for administrators, it is waited for; another error is not', async () => {
  const busy: Answer[] = [{ code: 1, stderr: 'ERROR 1040 (08004): Too many connections' }];
  const full = connections('101\t100\n', '38\t100\n')('nobody\tlocalhost\t63\t63\n');
  const { said } = await run(endIdleSessions, (command) => busy.shift() ?? full(command));
  assert.match(said, /38 are taken now/);
  assert.equal(busy.length, 0);
  await assert.rejects(
    run(endIdleSessions, () => ({ code: 1, stderr: "ERROR 2002 (HY000): Can't connect" })),
    /gave up waiting .*Can't connect/,
  );
});

void test('sessions of an application, and those of a database that has room, are left alone', async () => {
  const full = connections('101\t100\n');
  await assert.rejects(run(endIdleSessions, full('jira\tjira\t90\t90\n')), /people's work depends on/);
  const roomy = connections('40\t100\n');
  await assert.rejects(run(endIdleSessions, roomy('nobody\tlocalhost\t9\t9\n')), /the cause is another/);
});

void test('what takes memory is ended unless it is what the instance is for, or takes little', async () => {
  const { said, commands } = await run(endWhatTakesMemory, () => '1887436 backup.service 60\n');
  assert.match(said, /^backup\.service on mysql takes 1843 MiB by 60 processes/);
  assert.match(commands.at(-1) ?? '', /SIGKILL .*backup\.service/);
  for (const usage of ['1887436 mariadb.service 1\n', '90000 backup.service 60\n', '1887436 none 9\n', ''])
    await assert.rejects(
      run(endWhatTakesMemory, () => usage),
      /not taken by what does not belong here/,
    );
});

/** Lines as the action asks for them: seconds after 2026-01-02T03:04:00Z, of one log after the other. */
const binaryLogs = (...writtenAt: readonly number[]): string =>
  writtenAt
    .map((at, index) => {
      const seconds = (Date.parse('2026-01-02T03:04:00Z') / 1000 + at).toFixed(3);
      return `${seconds} /srv/mysql/data/binlog.00000${String(index + 1)}\n`;
    })
    .join('');

const purged = (lists: string[]) =>
  run(purgeBinaryLogs, (command) => (command.includes('stat') ? (lists.shift() ?? '') : ''));

void test('logs that were closed before the last snapshot are purged, be it in the same second', async () => {
  // The snapshot is of 5.6 s.
  const { said, commands } = await purged([binaryLogs(2, 5.2, 5.9, 8), binaryLogs(5.9, 8)]);
  assert.match(said, /^2 of 4 binary logs on mysql were closed before snap-1 of 2026-01-02T03:04:05\.600Z/);
  assert.ok(commands.some((command) => command.includes("PURGE BINARY LOGS TO '\\''binlog.000003")));
});

void test('a log that may have been written to after the snapshot stays, and the one that is being written', async () => {
  const late = await purged([binaryLogs(2, 5.55, 8), binaryLogs(5.55, 8)]);
  assert.ok(late.commands.some((command) => command.includes('binlog.000002')));
  const idle = await purged([binaryLogs(2, 3, 4), binaryLogs(4)]);
  assert.ok(idle.commands.some((command) => command.includes('binlog.000003')));
});

void test('where no log goes, and where there is none, that is an error', async () => {
  await assert.rejects(purged([binaryLogs(6), binaryLogs(6)]), /^Error: 0 of 1/);
  await assert.rejects(purged(['', '']), /has no binary logs/);
});

void test('no log is purged where the snapshot has no time, or where it is not known when a log was written to', async () => {
  const purges: string[] = [];
  const listing = (list: string) => (command: string) => {
    if (command.includes('PURGE')) purges.push(command);
    return command.includes('stat') ? list : '';
  };
  const untimed = { id: 'snap-1', startedAt: '' };
  await assert.rejects(run(purgeBinaryLogs, listing(binaryLogs(2, 8)), {}, untimed), /snap-1 has no time/);
  for (const line of ['? /srv/mysql/data/binlog.000001\n', '1767323042.000\n'])
    await assert.rejects(run(purgeBinaryLogs, listing(line + binaryLogs(8))), /expected when a binary log/);
  assert.deepEqual(purges, []);
});

void test('rows are back when there are more than before, and not otherwise', async () => {
  const parameters = { mount: '/mnt/restore', database: 'jira', table: 'jiraissue' };
  assert.match((await run(copyRowsBack, () => '12 112\n', parameters)).said, /had 12 rows and has 112/);
  await assert.rejects(
    run(copyRowsBack, () => '12 12\n', parameters),
    /no row came back/,
  );
});

/** A transaction as mariadb-binlog shows it: its position, and the statement's rows. */
const transaction = (at: number, ...rows: readonly string[]): string =>
  [`# at ${String(at)}`, '#260102  3:04:05 server id 1  end_log_pos 9 CRC32 0x1  \tGTID 0-1-7 trans']
    .concat(`# at ${String(at + 40)}`, rows)
    .join('\n');
const deletes = (count: number, table: string): readonly string[] =>
  Array.from({ length: count }, () => `### DELETE FROM \`jira\`.\`${table}\``);

/** Runs a host's script here, on binary logs whose text is given. Answers with the arguments of the replay. */
const replayed = (script: string, logs: Readonly<Record<string, string>>): string => {
  const server = mkdtempSync(join(folder, 'server-'));
  mkdirSync(join(server, 'bin'));
  mkdirSync(join(server, 'data'));
  writeFileSync(join(server, 'replay-from'), 'binlog.000001 4\n');
  writeFileSync(
    join(server, 'data/binlog.index'),
    Object.keys(logs)
      .map((name) => `/srv/mysql/data/${name}\n`)
      .join(''),
  );
  for (const [name, text] of Object.entries(logs)) writeFileSync(join(server, 'data', name), `${text}\n`);
  const program = (name: string, body: string): void => {
    writeFileSync(join(server, 'bin', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  };
  program(
    'mariadb-binlog',
    `case "$1" in --start*) echo "$*" > ${server}/played; echo COMMIT ;; *) for log; do :; done; cat "$log" ;; esac`,
  );
  program('mariadb', 'cat > /dev/null');
  const env = { ...process.env, PATH: `${join(server, 'bin')}:${process.env['PATH'] ?? ''}` };
  const there = script.replaceAll('/srv/mysql/data', join(server, 'data')).replaceAll('/mnt/restore', server);
  execFileSync('sh', ['-c', there], { env, stdio: 'pipe' });
  return readFileSync(join(server, 'played'), 'utf8').replaceAll(`${server}/data/`, '').trim();
};

void test('a replay ends before the transaction that deleted most rows of the table, whatever log it is in', async () => {
  const parameters = { mount: '/mnt/restore', database: 'jira', table: 'jiraissue', before: 'delete' };
  const { said, commands } = await run(replayBinaryLogs, () => 'binlog.000002 700 31\n', parameters);
  assert.match(
    said,
    /31 transactions were played, up to binlog\.000002 700, before rows of jira\.jiraissue were deleted/,
  );
  const script = commands[0] ?? '';
  const logs = {
    'binlog.000001': transaction(100, ...deletes(1, 'jiraissue')),
    'binlog.000002': [
      transaction(300, ...deletes(9, 'jiraaction')),
      transaction(700, ...deletes(5, 'jiraissue')),
      transaction(900, ...deletes(2, 'jiraissue')),
    ].join('\n'),
    'binlog.000003': transaction(200, ...deletes(2, 'jiraissue')),
  };
  assert.equal(replayed(script, logs), '--start-position=4 --stop-position=700 binlog.000001 binlog.000002');
  assert.throws(
    () => replayed(script, { 'binlog.000001': transaction(100, ...deletes(3, 'jiraaction')) }),
    /no binary log deletes rows of jira\.jiraissue/,
  );
});
