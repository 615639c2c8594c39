import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { hours } from '../drill/time';
import { characterizationOf, isCharacterized } from './characterization';
import { roles } from './environment';

/** Recipes of images by their names, each with the files that are given. */
function images(
  context: TestContext,
  recipes: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string {
  const root = mkdtempSync(join(tmpdir(), 'firedrill-images-'));
  context.after(() => rmSync(root, { recursive: true }));
  for (const [image, files] of Object.entries(recipes)) {
    mkdirSync(join(root, image, 'files'), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, image, path), text);
  }
  return root;
}

const volume = 'volume: { used: 80%, dailyGrowth: 10MiB, archived: 26h }\n';

void test('every system is characterized', () => {
  const without = roles.filter((role) => !isCharacterized(role));
  assert.deepEqual(
    without.filter((role) => role !== 'attacker' && role !== ('legacy' as string)),
    [],
  );
  for (const role of roles.filter(isCharacterized)) {
    const { packages, ports, settings } = characterizationOf(role);
    assert.ok(packages.length > 100, `${role} has ${String(packages.length)} packages`);
    assert.ok(ports.includes(22), `${role} listens on ${ports.join(', ')}`);
    assert.equal(settings.sshd['passwordauthentication'], 'no');
  }
});

void test('an image is what its parents give it and what it adds, and may say otherwise', (context) => {
  const root = images(context, {
    base: {
      'image.yaml': 'parent: debian-12-amd64\n',
      'characterization.yaml': `packages: [git, aide]\nports: [22]\nsettings: { sshd: { maxsessions: '50' } }\n${volume}`,
    },
    crowd: {
      'image.yaml': 'parent: base\n',
      'characterization.yaml':
        "packages: [nodejs, git]\nports: [8095]\nsettings: { sshd: { maxsessions: '10' } }\nfiles: { /etc/x: { like: x } }\n",
      'files/x': 'as it is\n',
    },
  });
  const found = characterizationOf('crowd', root);
  assert.deepEqual(found.packages, ['aide', 'git', 'nodejs']);
  assert.deepEqual(found.ports, [22, 8095]);
  assert.equal(found.settings.sshd['maxsessions'], '10');
  assert.deepEqual(found.volume, { used: 0.8, dailyGrowth: 10 * 1024 ** 2, archived: hours(26) });
  // printf 'as it is\n' | sha256sum
  assert.match(found.files['/etc/x']?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.equal(found.files['/etc/x']?.owner, 'root:root');
});

void test('what is misspelt is an error with its file', (context) => {
  const root = images(context, {
    crowd: { 'image.yaml': 'parent: none\n', 'characterization.yaml': `package: [git]\n${volume}` },
  });
  assert.throws(() => characterizationOf('crowd', root), /crowd\/characterization\.yaml: .*package/);
});
