import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { knownSecrets, redact } from '../drill/redaction/known-secrets';
import { keepCloud, keptCloud } from './cloud-access';
import { keptSecrets, secretsOfVariables } from './kept-secrets';
import { readEnvironment } from './read-environment';
import { openSecrets } from './secrets';

const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const cloud = {
  endpoint: 'http://127.0.0.1:1',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIA1', secretAccessKey: '3f786850e387550fdab836ed7e6dc881de23001b' },
};

let stateFolder: string;
before(async () => {
  const umask = process.umask(0);
  try {
    stateFolder = mkdtempSync(join(tmpdir(), 'kept-secrets-'));
    await openSecrets(staging, join(stateFolder, 'staging'));
    keepCloud(stateFolder, cloud);
  } finally {
    process.umask(umask);
  }
});
after(() => rmSync(stateFolder, { recursive: true }));

void test('what is read of the state folder is what was learned when it was made, by the same names', () => {
  const sorted = (secrets: ReturnType<typeof keptSecrets>) =>
    secrets.map(({ name, value }) => `${name} ${value}`).sort();
  assert.deepEqual(sorted(keptSecrets(stateFolder)), sorted(knownSecrets()));
  const names = keptSecrets(stateFolder).map(({ name }) => name);
  for (const name of [
    'cloud/secret-access-key',
    'staging/mysql.root',
    'staging/keys/deploy-jira',
    'staging/keys/ca.key',
  ])
    assert.ok(names.includes(name), name);
});

void test('every private key is a secret of its own, and nothing that goes with it is', () => {
  const folder = join(stateFolder, 'staging', 'keys');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const isPrivate = text.includes('PRIVATE KEY');
    const clean = redact(text);
    if (isPrivate) assert.match(clean, new RegExp(`\\[redacted: staging/keys/${file}\\]`), file);
    else assert.equal(clean, text, file);
  }
});

void test('all of the state folder is for its owner only, whatever the umask', () => {
  const open = (readdirSync(stateFolder, { recursive: true }) as string[])
    .map((path) => ({ path, mode: statSync(join(stateFolder, path)).mode & 0o777 }))
    .filter(({ path, mode }) => mode !== (statSync(join(stateFolder, path)).isDirectory() ? 0o700 : 0o600));
  assert.deepEqual(open, []);
});

void test('the variables that the cloud’s client reads are secrets, and its key id is none', () => {
  const variables = {
    AWS_ACCESS_KEY_ID: 'AKIA1',
    AWS_SECRET_ACCESS_KEY: 'abc',
    AWS_SESSION_TOKEN: 'def',
    PATH: '/bin',
  };
  assert.deepEqual(secretsOfVariables(variables), [
    { name: 'AWS_SECRET_ACCESS_KEY', value: 'abc' },
    { name: 'AWS_SESSION_TOKEN', value: 'def' },
  ]);
});

void test('a damaged file of secrets is refused without quoting what is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-secrets-damaged-'));
  try {
    writeFileSync(join(folder, 'secrets.json'), '{"mysql.root": "short-one",}');
    writeFileSync(join(folder, 'cloud.json'), '{"credentials": {"secretAccessKey": short-one}}');
    const refused = (error: Error): boolean => !`${error.message} ${String(error.cause)}`.includes('short');
    await assert.rejects(openSecrets(staging, folder), refused);
    assert.throws(() => keptCloud(folder), refused);
    assert.deepEqual(keptSecrets(folder), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
