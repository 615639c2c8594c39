import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

const CACHE = join(__dirname, '../node_modules/.cache/firedrill');
const REGISTER = join(__dirname, 'register.js');
const { fileOf } = createRequire(__filename)('./code-cache.js') as {
  readonly fileOf: (program: string) => string;
};

let folder: string;
let program: string;
/** Of this test's program, by V8s of all flags: tests beside this one have theirs in the same folder. */
const kept = (): readonly string[] => {
  const [beginning = ''] = basename(fileOf(program)).split('.');
  return readdirSync(CACHE)
    .filter((name) => name.startsWith(`${beginning}.`))
    .map((name) => join(CACHE, name));
};

beforeEach(() => {
  // Below the checkout, so that what it requires is found.
  folder = mkdtempSync(join(__dirname, 'code-cache-test-'));
  program = join(folder, 'program.js');
});
afterEach(() => {
  for (const file of kept()) rmSync(file);
  rmSync(folder, { recursive: true });
});

interface Said {
  readonly answer: unknown;
  /** The modules of this test whose code was kept. */
  readonly used: readonly string[];
}

/** Runs the program, which requires `part.js` and says what came of it. */
function run(part: string, ...flags: readonly string[]): Said {
  writeFileSync(join(folder, 'part.js'), part);
  writeFileSync(
    program,
    `#!/usr/bin/env node
const { dirname, basename } = require('node:path');
const { used } = require('../code-cache.js');
Promise.resolve(require('./part.js')).then((answer) => {
  const own = used.filter((path) => dirname(path) === __dirname).map((path) => basename(path));
  console.log(JSON.stringify({ answer, used: own }));
});
`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-r', REGISTER, program], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Said;
}

void test('what a program has run is kept, and what has changed since is not taken', () => {
  assert.deepEqual(run('module.exports = 1'), { answer: 1, used: [] });
  assert.deepEqual(run('module.exports = 1'), { answer: 1, used: ['program.js', 'part.js'] });
  // Of the same length, which is all that V8 looks at.
  assert.deepEqual(run('module.exports = 2'), { answer: 2, used: ['program.js'] });
  assert.deepEqual(run('module.exports = 2'), { answer: 2, used: ['program.js', 'part.js'] });
});

void test('what is kept and not whole is not taken, and is kept anew', () => {
  run('module.exports = 1');
  const whole = readFileSync(fileOf(program));
  const harms: readonly ((bytes: Buffer) => Buffer)[] = [
    (bytes) => bytes.subarray(0, -10),
    (bytes) => bytes.fill(0xff, bytes.length - 400, bytes.length - 300),
    () => Buffer.alloc(0),
    () => Buffer.alloc(32),
  ];
  for (const harm of harms) {
    writeFileSync(fileOf(program), harm(Buffer.from(whole)));
    assert.deepEqual(run('module.exports = 1'), { answer: 1, used: [] });
    assert.deepEqual(run('module.exports = 1').used, ['program.js', 'part.js']);
  }
});

void test('code of other flags is another file', () => {
  run('module.exports = 1');
  assert.deepEqual(run('module.exports = 1', '--no-opt').used, []);
  assert.deepEqual(run('module.exports = 1').used, ['program.js', 'part.js']);
  assert.equal(kept().length, 2);
});

void test('a module finds what Node lets it find', () => {
  writeFileSync(join(folder, 'other.js'), 'module.exports = { value: 7 }');
  const part = `module.exports = {
    self: this === module.exports,
    required: require('./other').value,
    resolved: require.resolve('./other') === __filename.replace('part', 'other'),
    paths: require.resolve.paths('x')[0].endsWith('node_modules'),
    main: require.main.filename.endsWith('program.js') && require.main !== module,
    cached: require.cache[__filename] === module,
    parent: module.parent === require.main && require.main.children.includes(module),
    place: new Error().stack.split('\\n')[1].replace(/^.*part/, 'part'),
  }; const place = new Error().stack.split('\\n')[1].replace(/^.*part/, 'part'); module.exports.last = place;`;
  const first = run(part);
  assert.deepEqual(first.answer, {
    ...{ self: true, required: 7, resolved: true, paths: true, main: true, cached: true, parent: true },
    ...{ place: 'part.js:9:12)', last: 'part.js:10:20)' },
  });
  assert.deepEqual(run(part), { answer: first.answer, used: ['program.js', 'part.js', 'other.js'] });
});

void test('the first line of a module has its columns', () => {
  const part = `module.exports = new Error().stack.split('\\n')[1].replace(/^.*part/, 'part')`;
  for (const used of [[], ['program.js', 'part.js']])
    assert.deepEqual(run(part), { answer: 'part.js:1:18)', used });
});

void test('who imports modules, and who is none of CommonJS, is left to Node', () => {
  writeFileSync(join(folder, 'modern.mjs'), 'export const value = 8;');
  const part = `module.exports = import('./modern.mjs').then(({ value }) => value)`;
  for (const used of [[], ['program.js']]) assert.deepEqual(run(part), { answer: 8, used });
  writeFileSync(join(folder, 'part.js'), 'const = 1');
  const { stderr, status } = spawnSync(process.execPath, ['-r', REGISTER, join(folder, 'part.js')], {
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /part\.js:1\nconst = 1\n {6}\^\n\nSyntaxError/);
});
