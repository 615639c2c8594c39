// V8's own code of what a program has run, kept in node_modules/.cache beside what ts-node compiled: the next start of
// the same program neither parses nor compiles it. See docs/decisions/0012-compiled-code-is-kept.md.
const { Buffer } = require('node:buffer');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { deserialize, serialize, cachedDataVersionTag } = require('node:v8');
const vm = require('node:vm');
const { FOLDER, hash, keep } = require('./compile-cache.js');

/** What Node itself puts before a module is no part of its first line. */
const [HEADER] = Module.wrapper;

/** Of another V8, or one with other flags, is another file; all of a program begin alike. */
const fileOf = (program) =>
  join(FOLDER, `${hash(program)}.${hash(process.version, String(cachedDataVersionTag()))}.v8`);

/** By path, what is kept of it and of which source; nothing where it is not whole: V8 does not look. */
function read(file) {
  try {
    const bytes = readFileSync(file);
    const [sum, kept] = [bytes.subarray(0, 32), bytes.subarray(32)];
    return createHash('sha256').update(kept).digest().equals(sum) ? deserialize(kept) : new Map();
  } catch {
    return new Map();
  }
}

function write(file, codes) {
  const kept = serialize(codes);
  keep(file, Buffer.concat([createHash('sha256').update(kept).digest(), kept]));
}

/** As Node makes it for a module: lib/internal/modules/helpers.js, `makeRequireFunction`. */
function requireOf(module) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

/** From here on the program's modules come from what is kept of it, and at its end what is new is kept. */
function install(program) {
  const file = fileOf(program);
  const codes = read(file);
  const fresh = new Map();
  const byNode = Module.prototype._compile;

  Module.prototype._compile = function (source, filename, format) {
    // For Node alone to do: ES modules, and who imports some.
    if (format === 'module' || /\bimport\s*\(/.test(source))
      return byNode.call(this, source, filename, format);
    const key = hash(source);
    const kept = codes.get(filename);
    const cachedData = kept?.key === key ? kept.code : undefined;
    let script;
    try {
      script = new vm.Script(Module.wrap(source.replace(/^#!.*/, '')), {
        filename,
        columnOffset: -HEADER.length,
        cachedData,
      });
    } catch {
      // It is no CommonJS; what it is, and what is wrong with it, Node says.
      return byNode.call(this, source, filename, format);
    }
    if (cachedData === undefined || script.cachedDataRejected) fresh.set(filename, { key, script });
    else used.push(filename);
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
  };

  // At the end, since only then what it has called is compiled.
  process.on('exit', () => {
    if (fresh.size === 0) return;
    for (const [filename, { key, script }] of fresh)
      codes.set(filename, { key, code: script.createCachedData() });
    write(file, codes);
  });
}

/** What this process has run of what was kept. */
const used = [];

module.exports = { fileOf, install, used };
