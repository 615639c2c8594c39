import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CHECKOUT } from '../settings';

// Cucumber itself with this project's configuration and plugin, on a feature whose every step and hook gives something
// away. What it knows as a secret is a variable, so no environment is needed.

const secret = '8d777f385d3dfec8815d20f7496026dc';
const basic = Buffer.from(`root:${secret}`).toString('base64');
const FEATURE = `Feature: Giving away
  Scenario: Error
    Given a step throws
  Scenario: Attachment
    Given a step attaches
  Scenario: Lost
    Given an error comes that nobody waits for
  @after
  Scenario: Hook
    Given all is well
`;
const STEPS = `
const { After, AfterAll, Given } = require('@cucumber/cucumber');
const secret = process.env.AWS_SECRET_ACCESS_KEY;
const basic = Buffer.from('root:' + secret).toString('base64');
const cause = Object.assign(new Error('cause ' + secret), { stderr: secret });
Given('a step throws', () => { throw new Error('step ' + secret + ' ' + basic, { cause }); });
Given('a step attaches', function () {
  this.log('log ' + secret);
  this.attach('text ' + secret, 'text/plain');
  this.attach(Buffer.from('bytes ' + secret), 'application/octet-stream');
  process.stdout.write('stdout ' + secret + '\\n');
  console.error('stderr', { secret });
});
Given('an error comes that nobody waits for', () => new Promise(() => setImmediate(() => { throw cause; })));
Given('all is well', () => undefined);
After({ tags: '@after' }, () => { throw new Error('hook ' + secret); });
AfterAll(() => { if (process.env.FIREDRILL_RUN === 'late') throw new Error('end ' + secret); });
`;

let root: string;
let said: string;
let files: readonly string[];
before(() => {
  root = mkdtempSync(join(tmpdir(), 'cucumber-outputs-'));
  for (const folder of ['features', 'steps', 'reports']) mkdirSync(join(root, folder));
  cpSync(join(CHECKOUT, 'cucumber.js'), join(root, 'cucumber.js'));
  for (const each of ['node_modules', 'support']) symlinkSync(join(CHECKOUT, each), join(root, each));
  for (const file of ['redact-messages.js', 'night-order.js', 'redact-errors.ts'])
    writeFileSync(
      join(root, 'steps', file),
      `module.exports = require(${JSON.stringify(join(CHECKOUT, 'steps', file))});`,
    );
  writeFileSync(join(root, 'steps', 'giving-away.steps.ts'), STEPS);
  writeFileSync(join(root, 'features', 'giving-away.feature'), FEATURE);
  said = ['early', 'late'].map(runCucumber).join('\n');
  files = (readdirSync(join(root, 'reports'), { recursive: true }) as string[]).sort();
});
after(() => rmSync(root, { recursive: true }));

/** Under a umask as open as can be. */
function runCucumber(run: string): string {
  const cucumber = join(root, 'node_modules/@cucumber/cucumber/bin/cucumber.js');
  const command = ['-c', 'umask 000 && exec "$@"', 'sh', process.execPath, cucumber];
  const { stdout, stderr } = spawnSync('sh', command, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FIREDRILL_RUN: run, AWS_SECRET_ACCESS_KEY: secret, NODE_TEST_CONTEXT: undefined },
    timeout: 120_000,
  });
  return `${stdout}${stderr}`;
}

const read = (file: string): string => readFileSync(join(root, 'reports', file), 'utf8');
const of = (ending: RegExp): string =>
  files
    .filter((file) => ending.test(file))
    .map(read)
    .join('\n');

void test('no output of cucumber shows a secret that a step, a hook or an attachment gave away', () => {
  const outputs = new Map([
    ['its words', said],
    ...files.filter(isFile).map((file): [string, string] => [file, read(file)]),
  ]);
  assert.ok(outputs.size > 6, [...outputs.keys()].join(', '));
  for (const [what, text] of outputs) {
    for (const form of [
      secret,
      basic.slice(8, -4),
      Buffer.from(`bytes ${secret}`).toString('base64').slice(8, -4),
    ])
      assert.ok(!text.includes(form), `${what}: ${text}`);
  }
});

void test('what was given away did pass through each of its formatters', () => {
  const mark = String.raw`\[redacted: AWS_SECRET_ACCESS_KEY\]`;
  for (const [what, text, words] of [
    ['terminal', said, ['step', 'hook', 'end', 'stdout', 'cause']],
    ['messages', of(/messages\.ndjson$/), ['step', 'hook', 'log', 'text', 'cause']],
    ['JUnit', of(/junit\.xml$/), ['step', 'cause']],
    ['Allure', of(/allure-results\/.*\.json$/), ['step', 'cause', 'end']],
    ['Allure attachments', of(/allure-results\/.*attachment/), ['log', 'text']],
  ] as const) {
    for (const word of words) assert.match(text, new RegExp(`${word} ${mark}`), `${what} on ${word}`);
  }
  assert.match(said, new RegExp(`stderr \\{ secret: '${mark}'`));
});

void test('all that cucumber writes is for its owner only, whatever the umask', () => {
  for (const file of files) {
    const { mode } = statSync(join(root, 'reports', file));
    if (file !== 'out') assert.equal((mode & 0o777).toString(8), isFile(file) ? '600' : '700', file);
  }
});

function isFile(file: string): boolean {
  return statSync(join(root, 'reports', file)).isFile();
}
