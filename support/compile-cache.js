// Where what was compiled is kept, for register.js (by ts-node) and code-cache.js (by V8).
const { createHash, randomBytes } = require('node:crypto');
const { mkdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '../node_modules/.cache/firedrill');

const hash = (...parts) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('base64url');
};

/** Whoever reads sees all of it or nothing. A cache that cannot be written is a slow start, and no error. */
function keep(file, content) {
  const incoming = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(incoming, content);
    renameSync(incoming, file);
  } catch {
    rmSync(incoming, { force: true });
  }
}

module.exports = { FOLDER, hash, keep };
