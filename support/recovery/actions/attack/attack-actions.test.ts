import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { openCertificateAuthority } from '../../../environment/certificate-authority';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { AnyAction } from '../action';
import { checkKeyIsRefused } from '../credentials/check-key-is-refused';
import { checkNobodyGotIn } from './check-nobody-got-in';
import { checkNoTries } from './check-no-tries';
import { checkRevocation } from '../credentials/check-revocation';
import type { ActionContext, RunbookFacts } from '../context';
import { endForeignSessions } from './end-foreign-sessions';
import { listClients } from './list-clients';
import { listForeignSessions } from './list-foreign-sessions';
import { listUndeclaredAccounts } from './list-undeclared-accounts';
import { listUndeclaredPorts } from './list-undeclared-ports';
import { scanFromOutside } from './scan-from-outside';
import { tryMetadataFromOutside } from './try-metadata-from-outside';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** Runs an action on a host that answers as the test says. */
const run = (
  action: AnyAction,
  target: string,
  answer: (command: string) => Answer,
  facts: RunbookFacts = {},
  parameters: Readonly<Record<string, string>> = {},
  more: Partial<ActionContext> = {},
) => {
  const context = {
    ...{ environment, target, facts, budget: seconds(5), keep: () => undefined },
    host: () => new FakeShell(answer),
    ...more,
  } as unknown as ActionContext;
  return action.run(parameters, context, new AbortController().signal);
};

const guessed = '2026-01-01T00:00:00 bastion sshd[1]: Invalid user oracle from 10.0.9.9 port 5\n';
const accepted =
  '2026-01-01T00:00:01 bastion sshd[2]: Accepted publickey for admin from 10.0.9.9 port 6 ssh2\n';

void test('who only guessed did not get in; who was let in once is named', async () => {
  const facts = { attackers: ['10.0.9.9'] };
  assert.match(await run(checkNobodyGotIn, 'bastion', () => guessed, facts), /let in 0 times, in 1 lines/);
  await assert.rejects(
    run(checkNobodyGotIn, 'bastion', () => guessed + accepted, facts),
    /was let in 1 times/,
  );
  await assert.rejects(
    run(checkNobodyGotIn, 'bastion', () => '', facts),
    /refused nothing of 10\.0\.9\.9/,
  );
  // Who came in before the guessing began came in by something else.
  assert.match(await run(checkNobodyGotIn, 'bastion', () => accepted + guessed, facts), /let in 0 times/);
  // An instance at that address may have fetched its configuration meanwhile; nobody else may, and nothing else is let pass.
  const { address = '' } = environment.instances.find(({ role }) => role === 'attacker') ?? {};
  const here = (line: string) => line.replace('10.0.9.9', address);
  const fetched = accepted.replace('for admin', 'for configuration');
  const attacker = { attackers: [address] };
  assert.match(
    await run(checkNobodyGotIn, 'bastion', () => here(guessed + fetched), attacker),
    /let in 0 times, in 2 lines/,
  );
  await assert.rejects(
    run(checkNobodyGotIn, 'bastion', () => here(guessed) + here(accepted), attacker),
    /was let in 1 times/,
  );
  await assert.rejects(
    run(checkNobodyGotIn, 'bastion', () => guessed + fetched, facts),
    /was let in 1 times/,
  );
  await assert.rejects(
    run(checkNobodyGotIn, 'bastion', () => guessed),
    /no earlier step has found/,
  );
});

void test('one more try ends the wait for quiet', async () => {
  const facts = { attackers: ['10.0.9.9'] };
  let now = 100;
  const quiet = (command: string): string =>
    command.startsWith('date +%s.%N;') ? `${String((now += 8))}\n` : '100\n';
  const waiting = { for: '15s' };
  assert.match(
    await run(checkNoTries, 'bastion', quiet, facts, waiting),
    /heard nothing of 10\.0\.9\.9 for 16 s/,
  );
  const loud = (command: string): string =>
    command.startsWith('date +%s.%N;') ? `101\n${guessed}` : '100\n';
  await assert.rejects(run(checkNoTries, 'bastion', loud, facts, waiting), /heard of it again: .*oracle/);
});

void test('an address with more connections than people have is the attacker; where none has, there is nobody to shut out', async () => {
  const facts: RunbookFacts = {};
  const many = '    600 10.0.9.9\n      3 10.0.1.1\n';
  await run(listClients, 'web', () => many, facts, { above: '100' });
  assert.deepEqual(facts.attackers, ['10.0.9.9']);
  await assert.rejects(
    run(listClients, 'web', () => many, {}, { above: '600' }),
    /expected somebody with more/,
  );
});

const listeners = [
  'LISTEN 0 511 0.0.0.0:8095 0.0.0.0:* users:(("node",pid=9,fd=3))',
  'LISTEN 0 5 169.254.169.254:80 0.0.0.0:*',
  'LISTEN 0 5 127.0.0.1:6010 0.0.0.0:* users:(("sshd",pid=8,fd=3))',
  'LISTEN 0 5 [::]:22 [::]:* users:(("sshd",pid=7,fd=3))',
];
const debugging = 'LISTEN 0 5 0.0.0.0:9229 0.0.0.0:* users:(("python3",pid=6,fd=3))';

void test('a port that nobody declared is found among those that are declared or are for the host alone', async () => {
  const facts: RunbookFacts = {};
  const said = await run(listUndeclaredPorts, 'crowd', () => [...listeners, debugging].join('\n'), facts);
  assert.match(said, /crowd listens on 0\.0\.0\.0:9229, .*python3/);
  assert.deepEqual(facts.undeclaredPorts, [9229]);
  await assert.rejects(
    run(listUndeclaredPorts, 'crowd', () => listeners.join('\n')),
    /declared ports only/,
  );
});

void test('what nmap finds open is what is declared for everybody, and no more', async () => {
  const found = (states: string): string => `Host: 10.71.0.20 ()\tPorts: ${states}\n`;
  const facts = { undeclaredPorts: [9229] };
  const well = found('22/filtered/tcp//ssh///, 443/open/tcp//https///, 9229/filtered/tcp/////');
  assert.match(
    await run(scanFromOutside, 'web', () => well, facts),
    /web has 22 filtered, 443 open, 9229 filtered/,
  );
  const open = found('443/open/tcp//https///, 9229/open/tcp/////');
  await assert.rejects(
    run(scanFromOutside, 'web', () => open, facts),
    /declared for everybody: 443/,
  );
  await assert.rejects(
    run(scanFromOutside, 'web', () => '', facts),
    /said nothing of web/,
  );
});

void test('accounts that nobody declared are told from the declared and from the server’s own', async () => {
  const declaring = "CREATE USER 'jira'@'%' IDENTIFIED BY 'x';\n";
  const answer = (rows: string) => (command: string) => (command.startsWith('cat ') ? declaring : rows);
  const facts: RunbookFacts = {};
  const own = 'root\tlocalhost\nmysql\tlocalhost\njira\t%\n';
  await run(listUndeclaredAccounts, 'mysql', answer(`${own}test\t%\n`), facts);
  assert.deepEqual(facts.undeclaredAccounts, ["test'@'%"]);
  await assert.rejects(run(listUndeclaredAccounts, 'mysql', answer(own)), /declared accounts only/);
  // An account of a declared name from anywhere else is another one.
  await run(listUndeclaredAccounts, 'mysql', answer(`${own}root\t%\n`), facts);
  assert.deepEqual(facts.undeclaredAccounts, ["root'@'%"]);
});

const ownSessions = '7\tjira\t10.71.1.30\n8\tmonitor\t10.71.3.10\n9\troot\t127.0.0.1\n';
const foreign = '12\tjira\t10.71.9.10\n';

void test('a session from where nobody is declared to come from is told from the applications’ own', async () => {
  const list = (rows: string, facts: RunbookFacts = {}) =>
    run(listForeignSessions, 'mysql', () => rows, facts, { user: 'jira' });
  const facts: RunbookFacts = {};
  assert.match(
    await list(ownSessions + foreign, facts),
    /^jira is logged in to mysql from 10\.71\.9\.10,.* 1 times/,
  );
  assert.deepEqual(facts.attackers, ['10.71.9.10']);
  await assert.rejects(list(ownSessions), /only declared addresses are logged in to mysql/);
  // A declared instance that the database is not opened to is foreign there, too.
  await list(`${ownSessions}13\tjira\t10.71.0.20\n`, facts);
  assert.deepEqual(facts.attackers, ['10.71.0.20']);
  // To change one password is not enough where two are in other hands.
  await assert.rejects(
    list(`${foreign}14\tcrowd\t10.71.9.10\n`),
    /jira, crowd is logged in .*expected jira alone/,
  );
});

void test('foreign sessions are ended until none comes any more, and no other is', async () => {
  const facts = { attackers: ['10.71.9.10'] };
  const killed: string[] = [];
  // He comes once more before the way is shut.
  let coming = ['12', '15'];
  const server = (command: string): string => {
    const [, id] = /KILL (\d+)/.exec(command) ?? [];
    if (id === undefined)
      return ownSessions + (coming[0] === undefined ? '' : foreign.replace('12', coming[0]));
    killed.push(id);
    coming = coming.filter((each) => each !== id);
    return '';
  };
  assert.match(
    await run(endForeignSessions, 'mysql', server, facts),
    /^2 sessions were ended, and mysql has none/,
  );
  assert.deepEqual(killed, ['12', '15']);
  await assert.rejects(
    run(endForeignSessions, 'mysql', () => ownSessions),
    /no earlier step has found who attacks/,
  );
});

void test('a retired key that one instance still lets in is not dead', async () => {
  const facts = { retiredKey: { privateKey: 'old', publicKey: 'old' } };
  const names = environment.instances.map(({ name }) => name);
  const refusing = (refused: readonly string[]) => ({ whoRefuses: () => Promise.resolve(refused) });
  const tried = (refused: readonly string[]) =>
    run(checkKeyIsRefused, 'jira', () => '', facts, {}, refusing(refused));
  assert.match(await tried(names), new RegExp(`refused on all ${String(names.length)} instances`));
  await assert.rejects(tried(names.filter((name) => name !== 'jira')), /still let in on jira/);
});

void test('the metadata service must have refused both, or not be there; what it gives away is an alarm of its own', async () => {
  const look = (expect: string, codes: string): Promise<string> =>
    run(tryMetadataFromOutside, 'web', () => codes, {}, { path: '/instance', expect });
  assert.match(await look('refused', '401 403 '), /through \/instance of web .*: 401 and 403$/);
  assert.match(await look('unreachable', '404 405 '), /404 and 405$/);
  await assert.rejects(look('refused', '200 403 '), /gives what it has/);
  await assert.rejects(look('refused', '401 200 '), /gives what it has/);
  await assert.rejects(look('refused', '404 405 '), /expected 401 and 403/);
  await assert.rejects(look('refused', '000 000 '), /expected 401 and 403/);
  // No answer at all says nothing of who would be reached.
  for (const codes of ['401 403 ', '000 000 ', '404 000 ', '403 405 '])
    await assert.rejects(look('unreachable', codes), /expected that nobody comes that far/);
});

void test('a revoked certificate counts as replaced when the new one is taken, the old one refused, and its key is another', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'firedrill-revocation-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const authority = await openCertificateAuthority(directory, 'staging');
  const before = await authority.issue('web', ['web']);
  const rotationTo = (now: typeof before) => {
    const texts =
      ({ key, certificate }: typeof before) =>
      (name: string) =>
        name.endsWith('.key') ? key : certificate;
    return { rotation: { old: texts(before), current: texts(now) } } as Partial<ActionContext>;
  };
  const taken = 'Verify return code: 0 (ok)\n';
  const revoked = 'verify error:num=23:certificate revoked\n';
  const oldRevoked = 'error 23 at 0 depth lookup: certificate revoked\n';
  const look = (
    expect: string,
    served: string,
    old = oldRevoked,
    now = authority.issueAnew('web', ['web']),
  ) => {
    const answer = (command: string): Answer => {
      if (command.startsWith('cat /var/lib/firedrill/authority.crl')) return 'list';
      return command.includes('s_client') ? served : { code: old === oldRevoked ? 2 : 0, stdout: old };
    };
    return run(checkRevocation, 'web', answer, {}, { port: '443', expect }, rotationTo(now));
  };
  assert.match(await look('revoked', revoked), /hands out: certificate revoked$/);
  for (const other of [taken, 'verify error:num=10:certificate has expired\n', ''])
    await assert.rejects(look('revoked', other), /the cause is another/);

  for (const said of [revoked, taken]) assert.match(await look('revoked or not', said), /hands out: /);
  await assert.rejects(look('revoked or not', 'verify error:num=10:certificate has expired\n'), /another/);

  assert.match(await look('replaced', taken), /taken; of the certificate \w+ of before: certificate revoked/);
  await assert.rejects(look('replaced', revoked), /hands out: certificate revoked$/);
  await assert.rejects(look('replaced', ''), /no certificate$/);
  await assert.rejects(look('replaced', taken, '/tmp/x/certificate: OK\n'), /of before: taken; expected/);
  const sameKey = { key: before.key, certificate: authority.issueEnded(before.key, ['web']) };
  await assert.rejects(look('replaced', taken, oldRevoked, sameKey), /the key of before is the key of now/);
});
