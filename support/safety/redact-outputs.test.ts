import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const secret = '8d777f385d3dfec8815d20f7496026dc';

/** What a process says that redacts its outputs and then runs this. */
function say(program: string, encoding: BufferEncoding = 'utf8') {
  const module = JSON.stringify(join(__dirname, 'redact-outputs'));
  const whole = `require(${module}).redactOutputs('/nowhere', process.env); const secret = '${secret}'; ${program}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', './support/register.js', '-e', whole], {
    cwd: join(__dirname, '../..'),
    encoding,
    env: { ...process.env, AWS_SECRET_ACCESS_KEY: secret },
    timeout: 60_000,
  });
  return { stdout, stderr };
}

/** Ways of a process to say something, and where. */
const ways: readonly (readonly [string, string])[] = [
  ['console.log', 'console.log({ password: secret })'],
  ['console.error', 'console.error(new Error(secret))'],
  ['a write of text', 'process.stdout.write(secret)'],
  ['a write of bytes', 'process.stderr.write(Buffer.from(secret))'],
  ['an error that nobody catches', 'throw Object.assign(new Error(secret), { result: { stderr: secret } })'],
  ['a rejection that nobody catches', 'void Promise.reject(new Error("no", { cause: new Error(secret) }))'],
  ['a rejection with no error', 'void Promise.reject(`no ${secret}`)'],
  [
    'a worker thread',
    'new (require("node:worker_threads").Worker)("console.log(process.env.AWS_SECRET_ACCESS_KEY)", { eval: true })',
  ],
];

for (const [way, program] of ways) {
  void test(`a process shows no secret by ${way}`, () => {
    const { stdout, stderr } = say(program);
    const said = `${stdout}${stderr}`;
    assert.ok(!said.includes(secret), said);
    assert.match(said, /\[redacted: AWS_SECRET_ACCESS_KEY\]/);
  });
}

void test('what is no text goes through as it is', () => {
  const program =
    'process.stdout.write(Buffer.from([0x68, 0xff, 0x69])); process.stdout.write("ff00", "hex")';
  assert.equal(say(program, 'latin1').stdout, 'h\xffi\xff\x00');
});
