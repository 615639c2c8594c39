import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { alfrescoContract } from '../../../fixtures/stand-ins/alfresco/contract';
import { confluenceContract } from '../../../fixtures/stand-ins/confluence/contract';
import { crowdContract } from '../../../fixtures/stand-ins/crowd/contract';
import { jiraContract } from '../../../fixtures/stand-ins/jira/contract';
import type { Decision } from '../../../reports/acceptance/decision';
import { verifyContents } from '../../../reports/acceptance/verify-pack';
import { runRecord, type RunRecord } from '../../../reports/run-record';
import { spentOn } from '../../../reports/time-spent';
import { applications, openStore } from '../../applications/open-store';
import { storeContract } from '../../applications/store-contract';
import { seconds } from '../../drill/time';
import type { TimelineEvent } from '../../drill/timeline';
import { instanceOfRole } from '../../environment/environment';
import type { OpenEnvironment } from '../../environment/open-environment';
import { steadyState } from '../../environment/steady-state';
import { mustRun } from '../../hosts/shell';
import { readAcceptanceFile } from '../../recovery/catalogue/acceptance-file';
import { acceptRun } from '../acceptance/accept-run';
import { refusedOn } from '../acceptance/refused-on';
import { bringUp } from './bring-up';
import { readDrills } from '../drills';
import { chooseEnvironment } from './environment-file';
import { openPlainHttpDoor, type PlainHttpDoor } from './plain-http-door';
import { progressTo } from '../output/progress';
import { publishContract } from '../publication/publish-contract';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';

const signal = new AbortController().signal;
let open: OpenEnvironment;
let door: PlainHttpDoor;

before(async () => {
  open = await bringUp(chooseEnvironment('staging'), progressTo(process.stderr), signal);
  door = await openPlainHttpDoor(open.applicationAccess());
});
after(() => {
  door.close();
  open.close();
});

const asWorkload = (path: string) => {
  const { username, password } = open.applicationAccess();
  return { baseUrl: `${door.baseUrl}${path}`, username, password };
};

void test('staging is whole after it was brought up', async () => {
  assert.deepEqual(await steadyState(open, signal), []);
});

void test('every host is as the configuration repository has it, and says so when it is not', async () => {
  const compare = (name: string) =>
    open.host(name).run('/opt/firedrill/bin/firedrill-compare', { signal, timeout: seconds(60), sudo: true });
  for (const { name } of open.environment.instances) {
    const { code, stdout, stderr } = await compare(name);
    assert.deepEqual([name, code, stdout, stderr], [name, 0, '', '']);
  }
  const ldap = open.host(instanceOfRole(open.environment, 'ldap').name);
  const asRoot = { signal, timeout: seconds(30), sudo: true };
  await mustRun(
    ldap,
    `echo '# by hand' >> /etc/ldap/slapd.conf; chmod 0666 /etc/ldap/ldap.conf; chown openldap /etc/nftables.conf
     rm /etc/nagios/nrpe.d/firedrill.cfg; nft add table inet planted`,
    asRoot,
  );
  const { code, stdout } = await compare('ldap');
  await mustRun(ldap, 'nft delete table inet planted; /opt/firedrill/bin/firedrill-apply', asRoot);
  assert.equal(code, 1);
  assert.deepEqual(stdout.trim().split('\n'), [
    '/etc/ldap/ldap.conf: has the mode 0666 instead of 0644',
    '/etc/ldap/slapd.conf: more text than declared in lines 42 to 42',
    '/etc/nagios/nrpe.d/firedrill.cfg: No such file or directory',
    '/etc/nftables.conf: belongs to openldap:root instead of root:root',
    'packet rules: table inet planted is not declared',
  ]);
  assert.deepEqual((await compare('ldap')).stdout, '');
});

void test('a volume that stands still takes no commit until its end, and goes on by itself when nobody ends it', async () => {
  const mysql = open.host(instanceOfRole(open.environment, 'mysql').name);
  const asRoot = (command: string) => mysql.run(command, { signal, timeout: seconds(30), sudo: true });
  const freeze = '/opt/firedrill/bin/firedrill-freeze';
  const insert = `timeout --signal=KILL 1 mariadb --execute='INSERT INTO stillness.rows VALUES (1)'`;
  const made = await asRoot(
    `mariadb --execute='CREATE DATABASE stillness; CREATE TABLE stillness.rows (n INT)' && ${insert}`,
  );
  assert.equal(made.code, 0, made.stderr);
  try {
    assert.equal((await asRoot(`${freeze} begin 20`)).code, 0);
    assert.equal((await asRoot(insert)).code, 137, 'an insert was committed meanwhile');
    // Nothing kills a process that waits for a frozen file system, so it is looked at from beside.
    const waits = await asRoot(
      `systemd-run --quiet touch /srv/mysql/still
       timeout 5 sh -c 'until [ "$(ps -o state= -C touch)" = D ]; do sleep 0.1; done' && test ! -e /srv/mysql/still`,
    );
    assert.equal(waits.code, 0, 'a file was made meanwhile');
    const ended = await asRoot(`${freeze} end`);
    assert.deepEqual([ended.code, /stood still for \d/.test(ended.stdout)], [0, true], ended.stdout);
    assert.equal((await asRoot(insert)).code, 0);
    assert.equal(
      (await asRoot('timeout 5 sh -c "until [ -e /srv/mysql/still ]; do sleep 0.1; done"')).code,
      0,
    );

    // That time passes is what it is about.
    const late = await asRoot(`${freeze} begin 1 && sleep 2; ${freeze} end`);
    assert.deepEqual([late.code, /went on by itself/.test(late.stdout)], [1, true], late.stdout);
    assert.equal((await asRoot(insert)).code, 0);
  } finally {
    await asRoot(`${freeze} end; rm -f /srv/mysql/still; mariadb --execute='DROP DATABASE stillness'`);
  }
});

void test('a published client of Confluence works with the stand-in through the web server', () =>
  confluenceContract(asWorkload('/confluence')));

void test('a published client of Jira works with the stand-in through the web server', () =>
  jiraContract(asWorkload('/jira')));

void test('a published client of Alfresco works with the stand-in through the web server', (t) =>
  alfrescoContract(asWorkload(''), (title, work) => t.test(title, work)));

void test('a published client of Crowd works with the stand-in through the web server', () =>
  crowdContract(asWorkload('/crowd'), {
    name: 'confluence',
    password: open.secrets.password('crowd.application.confluence'),
  }));

for (const application of applications)
  for (const logIn of ['with-each-request', 'once'] as const) {
    void test(`our own adapter to ${application} keeps what it is given, logged in ${logIn}`, async () => {
      const { requestTimeout } = open.environment.workload;
      const options = { requestTimeout, logIn };
      const store = openStore(application, open.applicationAccess('workload'), options);
      const administration = openStore(application, open.applicationAccess('admin'), options);
      const container = { key: 'FDCONTRACT', name: 'Firedrill store contract' };
      try {
        await storeContract(store, administration, container, signal);
      } finally {
        store.close();
        administration.close();
      }
    });
  }

/** The decision on a run for an environment that is declared as staging is, and protected. */
async function acceptDrill(
  chosen: { readonly folder: string; readonly record: RunRecord },
  until: AbortSignal,
): Promise<{ readonly decision: Decision; readonly pack: string }> {
  const root = mkdtempSync(join(tmpdir(), 'firedrill-accept-'));
  after(() => rmSync(root, { recursive: true }));
  const staging = chooseEnvironment('staging');
  const target = chooseEnvironment('production');
  const catalogue = readDrills();
  return acceptRun({
    ...{ root: CHECKOUT, now: new Date(), drilled: [staging], target, chosen, later: [], catalogue },
    acceptance: readAcceptanceFile(
      CHECKOUT,
      catalogue.drills.map(({ scenario }) => scenario.id),
    ),
    refused: await refusedOn(target.environment, undefined, until),
    tests: { passed: 0, failed: 0, why: 'they are among the unit tests', output: '' },
    packs: root,
  });
}

/** The folder and `run.json` of a run of the command line that ends with 0. */
function runOf(...command: readonly string[]): { readonly folder: string; readonly record: RunRecord } {
  mkdirSync(REPORTS_FOLDER, { recursive: true });
  const before = new Set(readdirSync(REPORTS_FOLDER));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['support/supervisor/firedrill.js', ...command],
    { cwd: CHECKOUT, encoding: 'utf8' },
  );
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  const [made] = readdirSync(REPORTS_FOLDER).filter((name) => !before.has(name));
  assert.ok(made !== undefined, 'the run has a folder of its own');
  const folder = join(REPORTS_FOLDER, made);
  return { folder, record: runRecord.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))) };
}

let drilled: ReturnType<typeof runOf>;

void test('a whole drill is met, and leaves its evidence and its reports', () => {
  drilled = runOf('run', '--tags', '@scenario:confluence-is-killed');
  const { folder, record } = drilled;
  assert.equal(record.result, 'met');
  const [drill] = record.drills;
  assert.equal(drill?.drill, 'confluence-is-killed');
  assert.ok((drill.recoveryMs ?? Infinity) < 7_200_000);
  assert.equal(drill.injection?.proof, 'installed');
  assert.deepEqual(
    drill.spent?.map(({ on }) => on),
    // It leaves everything as declared, so that no reset is needed.
    spentOn.filter((on) => on !== 'resetting'),
  );
  assert.ok(
    (drill.requests['confluence']?.unknown ?? 0) + (drill.requests['confluence']?.failed ?? 0) > 0,
    'the crash was felt',
  );
  for (const file of ['index.html', 'junit.xml', 'messages.ndjson', 'confluence-is-killed/history.jsonl']) {
    assert.ok(statSync(join(folder, file)).size > 0, `${file} is not empty`);
  }
});

void test('its report is published to Confluence as a user does it, and published again changes nothing', async () => {
  const { username, password } = open.applicationAccess('admin');
  const store = openStore('confluence', open.applicationAccess('admin'), {
    requestTimeout: seconds(20),
    logIn: 'once',
  });
  const baseUrl = `${door.baseUrl}/confluence`;
  try {
    await publishContract({ baseUrl, username, password, store, runFolder: drilled.folder }, signal);
  } finally {
    store.close();
  }
});

void test('it is decided on by what it left, and a changed bit of the pack is found', async () => {
  const { decision, pack } = await acceptDrill(drilled, signal);
  const results = Object.fromEntries(decision.checks.map(({ id, result }) => [id, result]));
  assert.deepEqual(results, {
    ...{ 'run-is-recent': 'met', 'run-ended': 'met', 'all-met': 'met', 'nothing-unknown': 'met' },
    ...{
      'from-evidence': 'met',
      'nothing-later': 'met',
      'gaps-explained': 'met',
      'same-configuration': 'met',
    },
    // One drill is not all that is marked, and the tests of the guard rails were not asked for.
    ...{ 'all-drilled': 'unknown', 'restored-from-off-site': 'unknown', 'guard-rails': 'unknown' },
  });
  assert.deepEqual(decision.checks.find(({ id }) => id === 'guard-rails')?.details, [
    'the tests of the guard rails could not be run: they are among the unit tests',
  ]);
  assert.equal(decision.accepted, false);
  assert.deepEqual((await verifyContents(pack)).problems, []);
  const history = join(pack, 'evidence/confluence-is-killed/history.jsonl');
  const bytes = readFileSync(history);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(history, bytes);
  const { problems } = await verifyContents(pack);
  assert.equal(problems.length, 1, problems.join('\n'));
  assert.match(problems[0] ?? '', /^evidence\/confluence-is-killed\/history\.jsonl was changed/);
});

void test('a storm of two failures that overlap is met: each is judged by itself, over one history', () => {
  const drills = ['alfresco-gets-a-bad-configuration', 'confluence-gets-a-bad-configuration'];
  const tags = drills.map((id) => `@scenario:${id}`).join(' or ');
  // The seed draws both for the first gust, a seventh of a second apart: no recovery is as quick as that.
  const { folder, record } = runOf('storm', '--minutes', '1', '--seed', '34', '--tags', tags);
  assert.deepEqual(record.drills.map(({ drill, result }) => [drill, result]).sort(), [
    ['alfresco-gets-a-bad-configuration', 'met'],
    ['confluence-gets-a-bad-configuration', 'met'],
  ]);
  const [one, other] = drills.map((id) => statSync(join(folder, id, 'history.jsonl')));
  assert.equal(one?.ino, other?.ino);
  const during = drills.map((id) => {
    const timeline = readFileSync(join(folder, id, 'timeline.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const moments = timeline.map((line) => JSON.parse(line) as TimelineEvent);
    const at = (moment: string): number => moments.find((event) => event.moment === moment)?.at ?? NaN;
    return { from: at('injected'), to: at('restored') };
  });
  const [first, second] = during;
  assert.ok(first && second && first.from < second.to && second.from < first.to, JSON.stringify(during));
});
