import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const CACHE = join(__dirname, '../node_modules/.cache/firedrill');
const { fileOf } = createRequire(__filename)('./code-cache.js') as {
  readonly fileOf: (program: string) => string;
};
const MARK = randomBytes(12).toString('hex');
const BEGAN = Date.now();

let folder: string;
before(() => {
  // Below the checkout, so that what it requires is found.
  folder = mkdtempSync(join(__dirname, 'register-test-'));
});
after(() => {
  for (const file of keptFiles()) rmSync(file);
  // What V8 made of it, see code-cache.js.
  rmSync(fileOf(join(folder, 'program.ts')), { force: true });
  rmSync(folder, { recursive: true });
});

/** What is kept of the program of this test; what is older, which is nearly all that is kept, is not even read. */
const keptFiles = (): readonly string[] =>
  readdirSync(CACHE)
    .map((name) => join(CACHE, name))
    .filter((file) => {
      // Others that are tested at the same time replace theirs.
      const found = statSync(file, { throwIfNoEntry: false });
      return found !== undefined && found.mtimeMs >= BEGAN && readFileSync(file, 'utf8').includes(MARK);
    });

interface Said {
  readonly answer: unknown;
  /** Whether the compiler was loaded. */
  readonly compiled: boolean;
}

/** Runs a program that says `answer`. */
function said(answer: string): Said {
  const program = join(folder, 'program.ts');
  const text = `// ${MARK}
interface Answer { readonly answer: unknown }

const it: Answer = { answer: ${answer} };
const compiled = Object.keys(require.cache).some((path) => path.includes('/node_modules/typescript/lib/'));
console.log(JSON.stringify({ ...it, compiled }));
`;
  writeFileSync(program, text);
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', join(__dirname, 'register.js'), program], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Said;
}

void test('what has not changed is not compiled again, and what has is', () => {
  assert.deepEqual(said('1'), { answer: 1, compiled: true });
  assert.deepEqual(said('1'), { answer: 1, compiled: false });
  assert.deepEqual(said('2'), { answer: 2, compiled: true });
  assert.deepEqual(said('2'), { answer: 2, compiled: false });
  assert.equal(keptFiles().length, 1);
});

void test('kept code that was cut, changed or is of other settings is not run', () => {
  said('3');
  const [file = ''] = keptFiles();
  const whole = readFileSync(file, 'utf8');
  const harms: readonly ((text: string) => string)[] = [
    (text) => text.slice(0, -10),
    (text) => text.replace('answer: 3', 'answer: 4'),
    (text) => text.replace(/^\/\/ ./, (start) => start.slice(0, -1) + (start.endsWith('A') ? 'B' : 'A')),
    () => '',
  ];
  for (const harm of harms) {
    writeFileSync(file, harm(whole));
    assert.notEqual(readFileSync(file, 'utf8'), whole);
    assert.deepEqual(said('3'), { answer: 3, compiled: true });
    assert.equal(readFileSync(file, 'utf8'), whole);
  }
});

void test('a stack trace names the lines of the source, compiled or kept', () => {
  const line = `new Error().stack?.split('\\n')[1]?.replace(/^.*program/, 'program')`;
  const traces = [said(line), said(line)];
  assert.deepEqual(
    traces.map(({ compiled }) => compiled),
    [true, false],
  );
  for (const { answer } of traces) assert.match(String(answer), /^program\.ts:4:\d+/);
});
