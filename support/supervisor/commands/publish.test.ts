import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { CONFLUENCE_TOKEN } from '../../environment/kept-secrets';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { PARENT, SPACE, startSecondConfluence, TOKEN } from '../publication/second-confluence';
import { CHECKOUT } from '../settings';

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole command in a process of its own, with no runs. */
async function publish(
  t: TestContext,
  options: readonly string[],
  variables: NodeJS.ProcessEnv = { FIREDRILL_CONFLUENCE_TOKEN: TOKEN },
): Promise<Said> {
  const reports = mkdtempSync(join(tmpdir(), 'firedrill-publish-'));
  t.after(() => rmSync(reports, { recursive: true }));
  const child = spawn(process.execPath, ['support/supervisor/firedrill.js', 'publish', ...options], {
    cwd: CHECKOUT,
    env: { ...process.env, [CONFLUENCE_TOKEN]: undefined, ...variables, FIREDRILL_REPORTS: reports },
    timeout: 240_000,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const to = (baseUrl: string): readonly string[] => [
  ...['--confluence', baseUrl, '--space', SPACE, '--parent', PARENT.title],
];

void test('the plans of staging are published, and a second time nothing is written; the token is not said', async (t) => {
  const server = await startSecondConfluence();
  t.after(() => server.close());
  const first = await publish(t, to(server.baseUrl));
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /\d+ pages created, 0 updated, 0 unchanged, 0 refused/);
  assert.equal(server.titled('Recovery report (staging)').parent, PARENT.id);
  const from = server.asked.length;
  const second = await publish(t, to(server.baseUrl));
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stdout, / 0 pages created, 0 updated, \d+ unchanged, 0 refused/);
  assert.deepEqual(
    server.asked.slice(from).filter(({ method }) => method !== 'GET'),
    [],
  );
  assert.doesNotMatch(
    first.stdout + first.stderr + second.stdout + second.stderr,
    new RegExp(TOKEN.slice(0, 16)),
  );
});

void test('a Confluence that is away for longer than was to be waited is told by the exit code', async (t) => {
  const server = await startSecondConfluence();
  await server.close();
  const { code, stdout } = await publish(t, [...to(server.baseUrl), '--wait', '0']);
  assert.equal(code, 2, stdout);
  assert.match(stdout, /ECONNREFUSED.*the next firedrill publish to the same place goes on/);
});

for (const [what, options, variables, says] of [
  [
    'no token',
    to('https://tools.example.org'),
    {},
    /there is no token; expected it in FIREDRILL_CONFLUENCE_TOKEN/,
  ],
  [
    'a base URL that would give it away',
    to('http://tools.example.org'),
    { FIREDRILL_CONFLUENCE_TOKEN: TOKEN },
    /in the clear/,
  ],
  [
    'a run that is not there',
    [...to('http://127.0.0.1:9'), '--run', 'yesterday'],
    { FIREDRILL_CONFLUENCE_TOKEN: TOKEN },
    /run\.json does not exist; expected a finished run/,
  ],
] as const)
  void test(`with ${what}, one line says so`, async (t) => {
    const { code, stderr, stdout } = await publish(t, options, variables);
    assert.equal(code, HARNESS_FAILED);
    assert.match(stderr, says);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
  });
