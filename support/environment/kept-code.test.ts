import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

const preload = join(__dirname, '../../fixtures/images/base/files/lib/code-cache.js');

interface Program {
  readonly kept: string;
  readonly source: () => Buffer;
  readonly write: (word: string) => void;
  readonly run: (environment?: Readonly<Record<string, string>>) => string;
}

const sha256 = (content: Buffer): Buffer => createHash('sha256').update(content).digest();

/** A program of one file, such as an image has, that says a word. */
function program(context: TestContext): Program {
  const folder = mkdtempSync(join(tmpdir(), 'kept-code-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'program.js');
  return {
    kept: `${file}.v8`,
    source: () => readFileSync(file),
    write: (word) => writeFileSync(file, `const say = () => '${word}';\nconsole.log(say(), __filename);\n`),
    run: (environment = {}) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, ['--require', preload, file], {
        env: { ...process.env, ...environment },
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      return stdout.replace(file, 'FILE');
    },
  };
}

void test('a program runs from the code that was kept of it', (context) => {
  const { kept, write, run, source } = program(context);
  write('one');
  assert.equal(run({ KEEP_CODE: 'yes' }), 'one FILE\n');
  assert.equal(run(), 'one FILE\n');
  // Passed off as another program's, the code shows that it is what runs.
  write('two');
  writeFileSync(kept, Buffer.concat([sha256(source()), readFileSync(kept).subarray(32)]));
  assert.equal(run(), 'one FILE\n');
});

void test('another program of the same length is not run from that code', (context) => {
  const { write, run } = program(context);
  write('one');
  run({ KEEP_CODE: 'yes' });
  write('two');
  assert.equal(run(), 'two FILE\n');
});

void test('code that was cut or damaged is not used', (context) => {
  const { kept, write, run } = program(context);
  write('one');
  run({ KEEP_CODE: 'yes' });
  const whole = readFileSync(kept);
  for (const damaged of [whole.subarray(0, 40), whole.subarray(0, -8), Buffer.alloc(whole.length, 7)]) {
    writeFileSync(kept, damaged);
    assert.equal(run(), 'one FILE\n');
  }
});

void test('nothing is kept unless told', (context) => {
  const { kept, write, run } = program(context);
  write('one');
  assert.equal(run(), 'one FILE\n');
  assert.ok(!existsSync(kept));
});
