import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { officialNodeInputs } from '../../fixtures/node/official-node';
import { lineage } from './characterization';
import { roles } from './environment';
import { imageRecipeNames, readImageRecipe, readRecipeFile } from './image-recipe';

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

/** What others are made of, and no instance is. */
const foundations = ['base', 'node'];

void test('a recipe is of a role: by its name, or by what it says', () => {
  for (const name of imageRecipeNames().filter((each) => !foundations.includes(each))) {
    const { role = name, parent } = readRecipeFile(name);
    assert.ok((roles as readonly string[]).includes(role), name);
    // Another version is made of the image of its role, so that nothing but the version differs.
    if (role !== name) assert.equal(parent, role, name);
  }
});

void test('what runs as a program of Node is made of the image that has it', () => {
  const programs = imageRecipeNames().filter((name) => readRecipeFile(name).bundles.length > 0);
  assert.ok(programs.length >= 9, programs.join());
  for (const name of programs) assert.ok(lineage(name).includes('node'), name);
  assert.equal(readRecipeFile('node').node, 'node.tgz');
});

void test('another build of Node is another image; of a recipe without it, it is none', async () => {
  const inputs = createHash('sha256');
  const { archive, node, inputs: told } = await readImageRecipe('node');
  inputs.update(archive).update(`${String(node)} ${officialNodeInputs}`);
  assert.equal(told, inputs.digest('hex'));
  const plain = await readImageRecipe('ldap');
  assert.equal(plain.node, undefined);
  assert.equal(plain.inputs, createHash('sha256').update(plain.archive).digest('hex'));
});
