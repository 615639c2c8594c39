import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell } from '../../../faults/fake-shell';
import { checkRepository } from './check-repository';
import type { ActionContext } from '../context';
import { copyScript } from './copy-objects-back';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'firedrill-repository-'));
  mkdirSync(join(root, 'bin'));
  // There is no user of that name here.
  writeFileSync(join(root, 'bin', 'runuser'), '#!/bin/sh\nshift 3\nexec "$@"\n');
  writeFileSync(join(root, 'bin', 'install'), '#!/bin/sh\nfor last; do :; done\nmkdir -p "$last"\n');
  for (const name of ['runuser', 'install']) chmodSync(join(root, 'bin', name), 0o755);
});
after(() => rmSync(root, { recursive: true }));

const git = (repository: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', `--git-dir=${repository}`, ...args], {
    encoding: 'utf8',
  });

/** The id of an object that is made of the words. Only what reads them is given any: else they would meet a closed pipe. */
const store = (repository: string, words: string, ...command: readonly string[]): string =>
  execFileSync('git', [`--git-dir=${repository}`, ...command], { encoding: 'utf8', input: words }).trim();

/** A mount with a repository of one commit, and a copy of it as a snapshot has it. */
const twoMounts = (name: string) => {
  const [live, kept] = [join(root, name, 'live'), join(root, name, 'kept')];
  mkdirSync(live, { recursive: true });
  const repository = join(live, 'repository.git');
  git(repository, 'init', '--quiet', '--bare');
  const blob = store(repository, 'words\n', 'hash-object', '-w', '--stdin');
  const tree = store(repository, `100644 blob ${blob}\tfile\n`, 'mktree');
  const commit = git(repository, 'commit-tree', '-m', 'first', tree).trim();
  git(repository, 'update-ref', 'refs/heads/main', commit);
  cpSync(live, kept, { recursive: true });
  const pathOf = (mount: string, object: string): string =>
    join(mount, 'repository.git/objects', object.slice(0, 2), object.slice(2));
  const damage = (mount: string, object: string): void => {
    const path = pathOf(mount, object);
    chmodSync(path, 0o644);
    writeFileSync(
      path,
      readFileSync(path).map((byte, index) => (index > 3 ? byte ^ 0xff : byte)),
    );
  };
  return { live, kept, repository, blob, tree, commit, damage, pathOf };
};

const copyBack = (kept: string, live: string) =>
  spawnSync('sh', ['-c', copyScript(kept, live)], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` },
  });
const isWhole = (repository: string): boolean =>
  spawnSync('git', [`--git-dir=${repository}`, 'fsck', '--full']).status === 0;

void test('objects that are damaged or gone are put back, and one that was made since stays', () => {
  const { live, kept, repository, blob, commit, damage, pathOf } = twoMounts('damaged');
  const later = store(repository, 'later\n', 'hash-object', '-w', '--stdin');
  damage(live, blob);
  rmSync(pathOf(live, commit));
  assert.equal(isWhole(repository), false);
  const { status, stdout } = copyBack(kept, live);
  assert.equal(status, 0);
  const put = [blob, commit].map((object) => `${object.slice(0, 2)}/${object.slice(2)}`).sort();
  assert.deepEqual(stdout.trim().split('\n').sort(), put);
  assert.equal(isWhole(repository), true);
  assert.equal(git(repository, 'cat-file', '-p', later), 'later\n');
  const left = readdirSync(join(repository, 'objects'), { recursive: true, encoding: 'utf8' });
  assert.deepEqual(
    left.filter((name) => name.endsWith('.restored')),
    [],
  );
});

void test('nothing is taken from a snapshot whose repository is damaged, too', () => {
  const { live, kept, blob, tree, damage, pathOf } = twoMounts('both');
  damage(live, blob);
  damage(kept, tree);
  const before = readFileSync(pathOf(live, blob));
  const { status, stdout } = copyBack(kept, live);
  assert.notEqual(status, 0);
  assert.equal(stdout, '');
  assert.deepEqual(readFileSync(pathOf(live, blob)), before);
});

const check = (expect: string, code: number): Promise<string> => {
  const shell = new FakeShell(() => ({ code, stderr: code === 0 ? '' : 'error: corrupt loose object\n' }));
  const context = {
    ...{ environment, target: 'bastion', facts: {}, budget: seconds(5), keep: () => undefined },
    host: () => shell,
  } as unknown as ActionContext;
  return checkRepository.run({ expect }, context, new AbortController().signal);
};

void test('what git fsck ends with decides, and another state than is expected is an error', async () => {
  assert.match(await check('whole', 0), /every object whole/);
  assert.match(await check('damaged', 1), /ended with 1: error: corrupt loose object/);
  await assert.rejects(check('whole', 1), /expected it to be whole/);
  await assert.rejects(check('damaged', 0), /expected it to be damaged/);
});
