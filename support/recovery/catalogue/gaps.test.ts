import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DrillDefinition } from './catalogue';
import { readGaps } from './gaps';
import { failureClasses } from './scenario';

const root = mkdtempSync(join(tmpdir(), 'firedrill-gaps-'));
after(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'scenarios'));

const drill = (component: string, kind: string): DrillDefinition =>
  ({ scenario: { component, class: kind } }) as unknown as DrillDefinition;

/** Reads a file of these gaps, for the one component `jira` that is drilled in disk-full. */
const read = (gaps: readonly (readonly [string, string])[]) => {
  const lines = gaps.map(
    ([kind, component]) => `  - { class: ${kind}, components: [${component}], because: why }`,
  );
  writeFileSync(join(root, 'scenarios/gaps.yaml'), `version: 1\ngaps:\n${lines.join('\n')}\n`);
  return readGaps(root, [drill('jira', 'disk-full')], ['jira']);
};

const others = failureClasses.filter((kind) => kind !== 'disk-full').map((kind) => [kind, 'jira'] as const);

void test('each pair of component and class is drilled or explained', () => {
  assert.equal(read(others).length, failureClasses.length - 1);
});

void test('a pair that is neither, one that is both, one that is twice and an unknown component are named', () => {
  assert.throws(() => read(others.slice(1)), /jira is not drilled in application-crash; expected a scenario/);
  assert.throws(
    () => read([...others, ['disk-full', 'jira']]),
    /jira is drilled in disk-full; expected no gap/,
  );
  assert.throws(() => read([...others, ['attack', 'jira']]), /jira has 2 gaps in attack; expected one/);
  assert.throws(() => read([...others, ['attack', 'jiro']]), /there is no component "jiro"/);
});
