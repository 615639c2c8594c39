import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { joinLanes } from './join-lanes';

const root = mkdtempSync(join(tmpdir(), 'lanes-'));
after(() => {
  rmSync(root, { recursive: true });
});

const lane = (name: string, drill: string): string => {
  const folder = join(root, name);
  mkdirSync(join(folder, drill), { recursive: true });
  mkdirSync(join(folder, 'allure-results'));
  mkdirSync(join(folder, 'allure-report'));
  writeFileSync(join(folder, drill, 'manifest.json'), drill);
  writeFileSync(join(folder, 'allure-results', `${drill}-result.json`), '{}');
  writeFileSync(join(folder, 'messages.ndjson'), name);
  writeFileSync(join(folder, 'journal.jsonl'), name);
  return folder;
};

void test('evidence, messages and results of all lanes come together; journals and reports stay with their runs', () => {
  const joint = join(root, 'joint');
  joinLanes(joint, [lane('one', 'jira-is-killed'), lane('two', 'crowd-is-killed')]);
  assert.deepEqual(readdirSync(joint).sort(), [
    'allure-results',
    'crowd-is-killed',
    'jira-is-killed',
    'messages-2.ndjson',
    'messages.ndjson',
  ]);
  assert.equal(readFileSync(join(joint, 'messages-2.ndjson'), 'utf8'), 'two');
  assert.deepEqual(readdirSync(join(joint, 'allure-results')).sort(), [
    'crowd-is-killed-result.json',
    'jira-is-killed-result.json',
  ]);
});
