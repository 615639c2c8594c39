import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDrills } from '../drills';
import { taggedWith } from './tagged-with';

const idsOf = (tags: string): readonly string[] =>
  readDrills()
    .drills.filter(taggedWith(tags))
    .map(({ scenario }) => scenario.id);

void test('tags of the feature, the rule and the scenario choose drills, as cucumber has it', () => {
  assert.deepEqual(idsOf('@jira and not @nightly'), ['jira-is-terminated', 'web-cannot-reach-jira']);
  const lost = idsOf('@jira and @instance-loss');
  assert.ok(lost.includes('jira-is-stopped') && lost.includes('jira-is-terminated'), lost.join());
  assert.ok(!lost.includes('jira-is-killed') && !lost.includes('mysql-is-stopped'), lost.join());
  const attacks = idsOf('@nightly and @attack');
  assert.ok(attacks.includes('content-store-is-encrypted') && !attacks.includes('jira-is-stopped'));
  assert.deepEqual(idsOf('@application-crash and not @nightly'), ['confluence-is-killed']);
});

void test('every day it is the five drills of the README', () => {
  assert.deepEqual([...idsOf('not @nightly')].sort(), [
    'alfresco-documents-are-damaged',
    'confluence-is-killed',
    'jira-is-terminated',
    'mysql-data-volume-fills',
    'web-cannot-reach-jira',
  ]);
});

void test('without an expression every drill is chosen', () => {
  assert.equal(idsOf('').length, readDrills().drills.length);
});

void test('what is no tag expression is refused in words', () => {
  assert.throws(() => taggedWith('@jira and ('), /Tag expression "@jira and \(" could not be parsed/);
});
