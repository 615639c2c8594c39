// TypeScript through ts-node, as `ts-node/register` has it, with what was compiled kept in node_modules/.cache: only
// what has changed is compiled, and where nothing has, the compiler is not even loaded.
// See docs/decisions/0012-compiled-code-is-kept.md.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { install } = require('@cspotcode/source-map-support');
const codeCache = require('./code-cache.js');
const { FOLDER, hash, keep } = require('./compile-cache.js');

const PROJECT = join(__dirname, '../tsconfig.json');

/** All besides the source that decides what comes out. */
const compilers = ['ts-node', 'typescript', '@swc/core'].map(
  (name) => require(`${name}/package.json`).version,
);
const settings = hash(readFileSync(PROJECT, 'utf8'), ...compilers);

/** What this process has compiled or taken from the cache, for the lines of its stack traces. */
const outputs = new Map();

let service;
function compile(path, source) {
  service ??= require('ts-node').create({ project: PROJECT });
  return service.compile(source, path);
}

/** Named after the source, so that there is one for each; its first line says what it is of, and proves it whole. */
const cacheFile = (path) => join(FOLDER, `${hash(path)}.js`);

function kept(path, key) {
  try {
    const text = readFileSync(cacheFile(path), 'utf8');
    const end = text.indexOf('\n');
    const code = text.slice(end + 1);
    return text.slice(0, end) === `// ${key} ${hash(code)}` ? code : undefined;
  } catch {
    return undefined;
  }
}

function outputOf(path) {
  const source = readFileSync(path, 'utf8');
  const key = hash(settings, source);
  const found = kept(path, key);
  if (found !== undefined) return found;
  const code = compile(path, source);
  keep(cacheFile(path), `// ${key} ${hash(code)}\n${code}`);
  return code;
}

require.extensions['.ts'] = (module, path) => {
  const code = outputOf(path);
  outputs.set(path, code);
  module._compile(code, path);
};

install({
  environment: 'node',
  retrieveFile: (path) => outputs.get(path.replace(/^file:\/\//, '')) ?? null,
});

// Each test is a program that runs once.
const [, program] = process.argv;
if (program !== undefined && !program.endsWith('.test.ts')) codeCache.install(program);
