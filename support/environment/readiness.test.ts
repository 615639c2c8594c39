import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { instanceNamed } from './environment';
import { readEnvironment } from './read-environment';
import { readinessCommand, readinessWithPatience } from './readiness';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const command = readinessCommand(environment, instanceNamed(environment, 'jira'));

/** The command where curl prints and ends as given. */
function asked(
  body: string,
  status: string,
  ends = 0,
): { readonly exit: number | null; readonly said: string } {
  const curl = `curl() { printf %s "$BODY"; for at; do case "$at" in *http_code*) printf '%s' "\${at/'%{http_code}'/$STATUS}";; esac; done; return ${String(ends)}; }`;
  const { status: exit, stdout } = spawnSync('bash', ['-c', `${curl}\ntimeout() { :; }\n${command}`], {
    env: { ...process.env, BODY: body, STATUS: status },
    encoding: 'utf8',
  });
  return { exit, said: stdout };
}

void test('an application that says what is expected is ready', () => {
  assert.deepEqual(asked('{"state":"RUNNING"}', '200'), { exit: 0, said: '' });
});

void test('one that says something else is not, with what it said', () => {
  assert.deepEqual(asked('{"state":"STARTING"}', '200'), {
    exit: 1,
    said: 'http://jira:8080/jira/status answered: {"state":"STARTING"} HTTP 200\n',
  });
  assert.deepEqual(asked('curl: (7) Failed to connect', '000', 7), {
    exit: 1,
    said: 'http://jira:8080/jira/status answered: curl: (7) Failed to connect HTTP 000\n',
  });
});

void test('HTTPS is believed for the authority alone that the monitor has it believed for, and HTTP asks for none', () => {
  const web = readinessCommand(environment, instanceNamed(environment, 'web'));
  const settings = readFileSync(
    join(
      __dirname,
      '../../fixtures/configuration/roles/monitor/srv/monitor/InterMapper_Settings/intermapperd.conf',
    ),
    'utf8',
  );
  const [, authority = 'none'] = /^CertificateAuthorities (\S+)$/m.exec(settings) ?? [];
  const asks = web.split('\n').filter((line) => /curl .*'https:/.test(line));
  assert.ok(asks.length >= 3, web);
  for (const line of asks) assert.ok(line.includes(`--cacert ${authority} `), line);
  assert.doesNotMatch(command, /--cacert/);
});

void test('of a page for people its status is told, not its mark-up', () => {
  assert.deepEqual(asked('<!DOCTYPE HTML>\n<title>503 Service Unavailable</title>', '503'), {
    exit: 1,
    said: 'http://jira:8080/jira/status answered: a page, HTTP 503\n',
  });
});

/** The command with patience, where nothing has to be waited for but the answer: it is `ready` from that attempt on. */
function askedAgain(readyFrom: number): { readonly exit: number | null; readonly attempts: number } {
  const folder = mkdtempSync(join(tmpdir(), 'readiness-'));
  const attempts = join(folder, 'attempts');
  const curl = `curl() { echo >> ${attempts}; [ "$(wc -l < ${attempts})" -ge ${String(readyFrom)} ] && echo '"state":"RUNNING"'; }`;
  const { status: exit } = spawnSync('bash', [
    '-c',
    `${curl}\ntimeout() { :; }\nsleep() { :; }\n${readinessWithPatience(environment, instanceNamed(environment, 'jira'))}`,
  ]);
  const count = readFileSync(attempts, 'utf8').length;
  rmSync(folder, { recursive: true });
  return { exit, attempts: count };
}

void test('with patience it is asked until it is ready, and no longer', () => {
  assert.deepEqual(askedAgain(1), { exit: 0, attempts: 1 });
  assert.deepEqual(askedAgain(4), { exit: 0, attempts: 4 });
});

void test('one that does not become ready is told so in the end', () => {
  const { exit, attempts } = askedAgain(1000);
  assert.equal(exit, 1);
  assert.ok(attempts > 4);
});
