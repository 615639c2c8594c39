import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDrills } from './drills';
import { taggedWith } from './tagged-with';

const idsOf = (tags: string): readonly string[] =>
  readDrills()
    .drills.filter(taggedWith(tags))
    .map(({ scenario }) => scenario.id);

void test('tags of the feature, the rule and the scenario choose drills, as cucumber has it', () => {
  // A tag of the scenario and one of its feature; one that is on none of them.
  assert.deepEqual(idsOf('@jira and @instance-loss and not @nightly'), ['jira-is-terminated']);
  assert.ok(idsOf('@jira and @instance-loss').includes('jira-loses-power'));
  assert.ok(!idsOf('@nightly and @instance-loss').includes('jira-is-terminated'));
  assert.deepEqual(idsOf('@application-crash and not @nightly'), ['confluence-is-killed']);
});

void test('without an expression every drill is chosen', () => {
  assert.equal(idsOf('').length, readDrills().drills.length);
});

void test('what is no tag expression is refused in words', () => {
  assert.throws(() => taggedWith('@jira and ('), /Tag expression "@jira and \(" could not be parsed/);
});
