import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { DrillManifest } from '../../drill/evidence';
import { createEvidenceFolder } from '../../drill/evidence-folder';
import { openJournal } from '../../drill/journal/journal';
import { readJournal } from '../../drill/journal/read-journal';
import { milliseconds, minutes, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { openEnvironment } from '../../environment/open-environment';
import { environmentAccess } from '../../recovery/ports/environment-access';
import { journalFile } from '../../recovery/run/journal-file';
import { processName } from '../../safety/process-name';
import { canariesIn, PLACES_OF_SECRETS, shownIn, type Canary } from './canaries';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { givingAway } from './giving-away';
import { CHECKOUT, REPORTS_FOLDER, STATE_FOLDER } from '../settings';

// Every secret of the environment is a canary. Places that a drill listens to are made to give some of them away, the
// whole command line is run on it, and nothing that it says or leaves behind shows one, in whatever form.

const { signal } = new AbortController();
const variable = randomBytes(20).toString('base64');
const CUT_RUN = 'canaries-cut';

interface Said {
  readonly status: number | null;
  readonly words: string;
}

let canaries: readonly Canary[];
let folder: string;
const said: Record<string, Said> = {};

before(async () => {
  mkdirSync(REPORTS_FOLDER, { recursive: true });
  folder = await drill();
  canaries = canariesIn(STATE_FOLDER, { AWS_SECRET_ACCESS_KEY: variable });
  const password = canaries.find(({ name }) => name === 'staging/mysql.root')?.value ?? '';
  said['recover'] = await recover();
  said['status'] = await firedrill('status', password).ended;
  said['plan'] = await firedrill('plan', '--seed', password).ended;
});
after(() => rmSync(join(REPORTS_FOLDER, CUT_RUN), { recursive: true, force: true }));

/** The command line under an open umask, with a secret in its variables. */
function firedrill(...words: readonly string[]): { readonly ended: Promise<Said> } {
  const command = ['-c', 'umask 000 && exec "$@"', 'sh', process.execPath, 'support/supervisor/firedrill.js'];
  const child = spawn('sh', [...command, '--verbose', ...words], {
    cwd: CHECKOUT,
    env: { ...process.env, AWS_SECRET_ACCESS_KEY: variable },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return {
    ended: new Promise((resolve) => child.on('close', (status) => resolve({ status, words: text }))),
  };
}

/** A whole drill whose runbook fails in a step, while everything talks; returns its run's folder. */
async function drill(): Promise<string> {
  const present = new Set(readdirSync(REPORTS_FOLDER));
  const { ended } = firedrill('run', '--tags', '@scenario:confluence-is-killed');
  const run = await waitUntil({
    subject: 'a drill to begin',
    // From nothing, if it must be.
    deadline: minutes(20),
    interval: milliseconds(50),
    attempt: seconds(10),
    signal,
    observe: () => {
      const made = readdirSync(REPORTS_FOLDER).find((name) => !present.has(name));
      const entries = made === undefined ? [] : readJournal(journalFile(join(REPORTS_FOLDER, made))).entries;
      // By then it has seen that the environment is whole, which a reload of Apache would not let it.
      const begun = entries.some(({ record }) => record.type === 'environment-leased');
      return Promise.resolve(begun && made !== undefined ? { value: made } : { seen: 'none' });
    },
  });
  const open = await openEnvironment('staging', environmentAccess(STATE_FOLDER, 'staging'));
  const talk = givingAway(open, variable, signal);
  try {
    try {
      // Nothing is broken before people have worked for a while.
      await Promise.all([talk.onStandardError(), talk.onErrorPage(), talk.inJournal()]);
      said['run'] = await ended;
    } finally {
      await talk.end();
    }
  } catch (error) {
    // The run tells why a host is not as the test left it.
    throw new Error(`${String(error)}\nwhile the run said:\n${said['run']?.words ?? '(it goes on)'}`, {
      cause: error,
    });
  } finally {
    open.close();
  }
  return join(REPORTS_FOLDER, run);
}

/** What a run leaves that was killed in the middle of its drill, for `recover` to close with the hosts' logs. */
async function recover(): Promise<Said> {
  const manifest = JSON.parse(of(folder, /^confluence-is-killed\/manifest\.json$/)) as DrillManifest;
  const cut = join(REPORTS_FOLDER, CUT_RUN);
  createEvidenceFolder(join(cut, 'confluence-is-killed')).writeManifest({ ...manifest, run: CUT_RUN });
  const journal = openJournal(journalFile(cut));
  const facts = { run: CUT_RUN, environment: 'staging', seed: 1, tags: '@x', supervisor: processName() };
  journal.append({ type: 'run-opened', ...facts });
  journal.append({ type: 'drill-begun', drill: 'confluence-is-killed', folder: 'confluence-is-killed' });
  return firedrill('recover', 'staging').ended;
}

const filesIn = (root: string): readonly string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .sort()
    .filter((file) => statSync(join(root, file)).isFile());

void test('no secret of the environment is shown by anything that was said or left behind, in whatever form', () => {
  assert.ok(canaries.length > 150, `${String(canaries.length)} canaries`);
  const outputs: (readonly [string, string])[] = Object.entries(said).map(([what, { words }]) => [
    what,
    words,
  ]);
  for (const root of [folder, join(REPORTS_FOLDER, CUT_RUN)])
    for (const file of filesIn(root)) outputs.push([file, readFileSync(join(root, file), 'latin1')]);
  for (const file of filesIn(STATE_FOLDER).filter((name) => !PLACES_OF_SECRETS.test(name)))
    outputs.push([`.firedrill/${file}`, readFileSync(join(STATE_FOLDER, file), 'latin1')]);
  assert.ok(outputs.length > 40, `${String(outputs.length)} outputs`);
  const shown = outputs.flatMap(([what, output]) => {
    const secret = shownIn(output, canaries);
    return secret === undefined ? [] : [`${what} shows ${secret}`];
  });
  assert.deepEqual(shown, []);
});

void test('what was given away did pass: each place has the mark of the secret that came through it', () => {
  assert.equal(said['run']?.status, 1, said['run']?.words);
  const mysql = /Access denied for user root \(using password: \[redacted: staging\/mysql\.root\]\)/;
  assert.match(said['run'].words, mysql);
  for (const file of [
    /\/runbook\.json$/,
    /\/timeline\.jsonl$/,
    /^index\.html$/,
    /^run\.json$/,
    /^messages\.ndjson$/,
  ])
    assert.match(of(folder, file), mysql, String(file));
  for (const file of [
    /^junit\.xml$/,
    /^allure-results\/.*-result\.json$/,
    /^allure-report\/data\/test-cases\//,
  ])
    assert.match(of(folder, file), mysql, String(file));
  assert.match(
    of(folder, /\/history\.jsonl$/),
    /cannot connect as monitor:\[redacted: staging\/monitor\.admin\]/,
  );
  // Where a mark ends that the quotation was cut in.
  assert.match(of(folder, /\/history\.jsonl$/), /\.{95} \[redacted?[^"]{0,40}"/);
});

void test('what a host had logged lost its secrets, in the drill and when the run was closed by recover', () => {
  assert.equal(said['recover']?.status, 0, said['recover']?.words);
  for (const root of [folder, join(REPORTS_FOLDER, CUT_RUN)]) {
    const log = of(root, /\/host-logs\/confluence\.log$/).replace(
      /^.*giving-away\[\d+\]: |^.*\n/gm,
      (line) => (line.includes('giving-away') ? line : ''),
    );
    for (const words of [
      /giving-away.*plain \[redacted: staging\/mysql\.root\]$/m,
      /variable \[redacted: AWS_SECRET_ACCESS_KEY\]$/m,
      /json \{"password":"\[redacted: staging\/mysql\.root\]","key":"-----BEGIN RSA PRIVATE KEY-----\\n\[redacted: /,
      /basic cm9vdD\[redacted: staging\/mysql\.root\]=*$/m,
      /url -----BEGIN%20RSA%20PRIVATE%20KEY-----%0A\[redacted: staging\/keys\/web\.key\]/,
      /hex \[redacted: staging\/mysql\.root\]$/m,
      /base64 LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ\w{0,3}\[redacted: staging\/keys\/web\.key\]/,
      /wrapped \[redacted: staging\/keys\/web\.key\]$/m,
      /line \[redacted: staging\/keys\/web\.key\]$/m,
      /argument \[redacted: staging\/mysql\.root\]/,
    ])
      assert.match(log, words);
  }
});

void test('a mistake on the command line that holds a secret is told without it', () => {
  assert.equal(said['status']?.status, HARNESS_FAILED);
  assert.match(
    said['status'].words,
    /there is no environment "\[redacted: staging\/mysql\.root\]"[\s\S]*\n {4}at /,
  );
  assert.equal(said['plan']?.status, HARNESS_FAILED);
  assert.match(said['plan'].words, /'\[redacted: staging\/mysql\.root\]' is invalid/);
});

void test('all of the run and of the state folder is for its owner only, whatever the umask', () => {
  const open = [folder, join(REPORTS_FOLDER, CUT_RUN), STATE_FOLDER].flatMap((root) =>
    ['', ...(readdirSync(root, { recursive: true }) as string[])].flatMap((path) => {
      const found = statSync(join(root, path));
      const wanted = found.isDirectory() ? 0o700 : 0o600;
      return (found.mode & 0o777) === wanted
        ? []
        : [`${join(root, path)} ${(found.mode & 0o777).toString(8)}`];
    }),
  );
  assert.deepEqual(open, []);
});

/** The texts of all files of a folder whose path fits. */
function of(root: string, path: RegExp): string {
  return filesIn(root)
    .filter((file) => path.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}
