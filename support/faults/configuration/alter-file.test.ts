import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { alterationLease, alterFile, replaceScript } from './alter-file';
import { alterations } from './alterations';
import { FakeShell } from '../fake-shell';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'firedrill-alter-file-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "site's.conf");
const declared = 'one\n  Protocol "new"\nthree\n';
const alteration = {
  role: 'web' as const,
  file,
  declared: '  Protocol "new"',
  altered: ['  Protocol "old"', "  Level '0'"],
  takeUp: `echo taken up >> ${folder}/told`,
  seen: 'look',
};
const here = (script: string) => execFileSync('sh', ['-eu', '-c', script], { cwd: folder });
const told = (): string => {
  try {
    return readFileSync(join(folder, 'told'), 'utf8');
  } catch {
    return '';
  }
};

void test('the declared line gives way to the others, and the revert gives the bytes back and has them taken up', () => {
  writeFileSync(file, declared);
  const { note, revert } = alterationLease(alteration);
  here(note);
  here(replaceScript(alteration));
  assert.equal(readFileSync(file, 'utf8'), 'one\n  Protocol "old"\n  Level \'0\'\nthree\n');
  here(revert);
  assert.equal(readFileSync(file, 'utf8'), declared);
  assert.equal(told(), 'taken up\n');
  // Again, or where a person has mended it meanwhile: nothing is touched.
  here(revert);
  assert.equal(told(), 'taken up\n');
});

void test('a file that does not have the line once is left as it is', () => {
  for (const text of ['one\n', `${declared}${declared}`]) {
    writeFileSync(file, text);
    assert.throws(() => here(replaceScript(alteration)));
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});

void test('a revert before anything was noted changes nothing', () => {
  rmSync(join(folder, 'before'));
  writeFileSync(file, 'as it is');
  here(alterationLease(alteration).revert);
  assert.equal(readFileSync(file, 'utf8'), 'as it is');
});

void test('what shows already is no place for it: it would prove nothing', async () => {
  const shell = new FakeShell(() => ({ code: 0, stdout: '1' }));
  const fault = alterFile({
    ...{ instance: 'web', address: '10.0.0.2', alteration, host: shell },
    witness: { instance: 'monitor', host: shell },
    named: named('web (i-1)'),
  });
  await assert.rejects(fault.inject(terms, progress, signal), /looked altered before anything was done/);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('every line that is altered is one that the configuration declares, once', () => {
  for (const [name, { role, file: path, declared: line }] of Object.entries(alterations)) {
    const text = readFileSync(
      join(__dirname, `../../../fixtures/configuration/roles/${role}${path}`),
      'utf8',
    );
    assert.equal(text.split('\n').filter((each) => each === line).length, 1, name);
  }
});
