import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { test } from 'node:test';
import { pngOf } from '../../../reports/confluence/png-of';
import { wellFormednessProblem } from '../../../reports/confluence/storage-problem';
import { parseEnvironment } from '../../environment/read-environment';
import { readDrills } from '../drills';
import { currentDesign } from './current-design';
import { affectedBy } from './dependencies-page';
import { designFiles } from './design-files';
import { designPages } from './design-pages';
import { initSteps } from './init-steps';

const checkout = resolve(__dirname, '../../..');
const docs = join(checkout, 'docs');
const staging = readFileSync(join(checkout, 'fixtures/environments/staging.yaml'), 'utf8');
const { drills } = readDrills();
const current = currentDesign();

/** The files of staging with a change of its environment file. */
async function designOf(change: (text: string) => string): Promise<ReadonlyMap<string, string>> {
  const text = change(staging);
  assert.notEqual(text, staging);
  const environment = parseEnvironment(text, 'staging.yaml');
  return designFiles(await designPages(environment, drills), drills);
}

void test('docs/design is what the environment, its images and runbooks say now: else, npm run catalogue', async () => {
  const files = await current;
  const there = readdirSync(join(docs, 'design'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  assert.deepEqual(
    there.map(({ parentPath, name }) => join(parentPath, name)).sort(),
    [...files.keys()].map((name) => join(docs, 'design', name)).sort(),
  );
  for (const [name, content] of files)
    assert.equal(readFileSync(join(docs, 'design', name), 'utf8'), content, name);
});

void test('a port, an address, a subnet and a volume that are changed in the environment file are changed on pages and pictures', async () => {
  const files = await designOf((text) =>
    text
      .replace('{ port: 8090, from: [web, monitor] }', '{ port: 18090, from: [web, monitor, jira] }')
      .replace('address: 10.71.1.30', 'address: 10.71.1.33')
      .replace('volume: { size: 1GiB, mount: /srv/jira }', 'volume: { size: 7GiB, mount: /srv/tracker }')
      .replace('init: { deadline: 90s,', 'init: { deadline: 85s,')
      .replace('port: 10443, hostname', 'port: 443, hostname'),
  );
  const before = await current;
  const changed = [...files].filter(([name, content]) => before.get(name) !== content).map(([name]) => name);
  assert.deepEqual(changed.sort(), [
    'README.md',
    'instances.md',
    'network.md',
    'pictures/network.svg',
    'pictures/start-up.svg',
    'pictures/volumes.svg',
    'start-up.md',
    'volumes.md',
  ]);
  assert.match(files.get('network.md') ?? '', /\*\*confluence\*\* +\| `18090` +\| web, monitor, jira /);
  assert.match(files.get('pictures/network.svg') ?? '', />10\.71\.1\.33<[\s\S]*> ?18090 ?</);
  assert.match(files.get('pictures/volumes.svg') ?? '', />\/srv\/tracker<[\s\S]*>7 GiB</);
  assert.match(files.get('README.md') ?? '', /`https:\/\/tools\.staging\.firedrill\.test`/);
});

void test('who needs an instance is told, and who needs it through others', async () => {
  const files = await designOf((text) => text.replace('dependsOn: [ldap, mysql]', 'dependsOn: [mysql]'));
  assert.match(files.get('dependencies.md') ?? '', /\*\*ldap\*\* +\| – +\| – /);
  assert.match(
    (await current).get('dependencies.md') ?? '',
    /\*\*ldap\*\* +\| crowd +\| web, crowd, confluence, jira, alfresco, monitor /,
  );
  const { instances } = parseEnvironment(staging, 'staging.yaml');
  assert.deepEqual([...affectedBy('web', instances)], ['monitor']);
});

void test('an environment with other instances than staging has a design, too', async () => {
  const files = await designOf((text) =>
    text
      .replace(/^ {2}ldap:/m, '  directory:')
      .replaceAll('instance: ldap', 'instance: directory')
      .replace('[ldap, mysql]', '[directory, mysql]'),
  );
  assert.match(files.get('pictures/network.svg') ?? '', />directory</);
  assert.match(
    files.get('recovery.md') ?? '',
    /staging has other instances: the runbook is followed on those/,
  );
});

void test('every picture is an SVG by itself, has words for those who do not see it, and can be drawn as PNG', async () => {
  for (const [name, svg] of await current) {
    if (!name.endsWith('.svg')) continue;
    assert.equal(wellFormednessProblem(svg), undefined, name);
    assert.match(svg, /^<svg [^>]*role="img" aria-label="[^"]{40,}"/, name);
    assert.doesNotMatch(svg, /<script|href=|url\(|@import/, name);
  }
  assert.ok(pngOf((await current).get('pictures/network.svg') ?? '').length > 10_000);
});

void test('no text of a picture stands outside of it', async () => {
  for (const [name, svg] of await current) {
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
    // A group of Graphviz's is moved; its texts are checked by its layout.
    if (!name.endsWith('.svg') || svg.includes('transform=')) continue;
    for (const [, x, y, words = ''] of svg.matchAll(
      /<text x="([\d.]+)" y="([\d.]+)"(?! text-anchor)[^>]*>([^<]*)</g,
    )) {
      assert.ok(Number(x) >= 0 && Number(x) + words.length * 6 <= width, `${name}: ${words}`);
      assert.ok(Number(y) <= height, `${name}: ${words}`);
    }
  }
});

void test('every link and picture of the pages is there', async () => {
  const files = await current;
  const targets = [...files].flatMap(([name, page]) =>
    name.endsWith('.md') ? [...page.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target) : [],
  );
  const inDocs = new Set(readdirSync(docs, { recursive: true, encoding: 'utf8' }));
  assert.deepEqual(
    targets.filter((target) => !inDocs.has(posix.join('design', target))),
    [],
  );
  assert.ok(targets.length > 20);
});

void test('what a host does at a boot is read from the program that does it, with its limits', () => {
  const program = (body: string) =>
    `def main() -> int:\n    try:\n        ${body}\n\n\nif __name__ == '__main__':\n`;
  assert.deepEqual(
    initSteps(
      program('configuration.apply(here)\n        device = data_device.find(x, deadline_seconds=7)'),
    ).map(({ call, text }) => `${call}: ${text}`),
    [
      'configuration.apply: installs both, and loads the host’s firewall',
      'data_device.find: finds the data volume, for which it waits 7 s',
    ],
  );
  assert.throws(
    () => initSteps(program('instance.dance()')),
    /calls instance\.dance, and its documentation has no words for it/,
  );
  assert.throws(() => initSteps('pass'), /has no steps/);
  assert.ok(initSteps().length > 5);
});
