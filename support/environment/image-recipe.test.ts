import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { roles } from './environment';
import { imageRecipeNames, readRecipeFile } from './image-recipe';

const checkout = join(__dirname, '../..');

void test('the version that a recipe tells is the one that its program has', () => {
  const told = imageRecipeNames().filter((name) => readRecipeFile(name).version !== undefined);
  assert.ok(told.length >= 4, told.join());
  for (const name of told) {
    const { version, bundles } = readRecipeFile(name);
    const entry = join(checkout, bundles.find(({ as }) => as === 'stand-in.js')?.entry ?? '');
    // Jira's is told by the application that its program starts.
    const sources = [entry, join(dirname(entry), 'application.ts')].filter((file) => existsSync(file));
    const versions = sources.flatMap(
      (file) => /version: '([\d.]+)'/.exec(readFileSync(file, 'utf8'))?.[1] ?? [],
    );
    assert.equal(versions[0], version, name);
  }
});

void test('a recipe is of a role: by its name, or by what it says', () => {
  for (const name of imageRecipeNames().filter((each) => each !== 'base')) {
    const { role = name, parent } = readRecipeFile(name);
    assert.ok((roles as readonly string[]).includes(role), name);
    // Another version is made of the image of its role, so that nothing but the version differs.
    if (role !== name) assert.equal(parent, role, name);
  }
});
