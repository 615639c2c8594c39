import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../drill/time';
import type { StopCondition } from '../../drill/stop-condition';
import { readEnvironment } from '../../environment/read-environment';
import type { DrillDefinition } from '../catalogue/catalogue';
import { inGust } from './in-gust';

const staging = readEnvironment(join(resolve(__dirname, '../../..'), 'fixtures/environments/staging.yaml'));
const requests = (application: 'confluence' | 'jira' | 'alfresco'): StopCondition => ({
  kind: 'requests',
  application,
  failing: 0.5,
  for: seconds(10),
});
const monitor = (device: string): StopCondition => ({
  kind: 'monitor',
  device,
  states: ['Down'],
  for: seconds(1),
});
const deadline: StopCondition = { kind: 'deadline', after: seconds(60) };
const drill = (stop: readonly StopCondition[]): DrillDefinition =>
  ({ scenario: { id: 'confluence-is-killed', stop } }) as unknown as DrillDefinition;

void test('a drill is not stopped by what others break, and by what needs that; by all else it is', () => {
  const stop = [requests('jira'), requests('alfresco'), monitor('Jira'), monitor('Alfresco'), deadline];
  const { scenario } = inGust(staging, drill(stop), ['jira']);
  assert.deepEqual(scenario.stop, [requests('alfresco'), monitor('Alfresco'), deadline]);
  assert.deepEqual(inGust(staging, drill(stop), ['mysql']).scenario.stop, [deadline]);
});

void test('what drills of a gust may strike together is what the environment has for storms', () => {
  const { blastRadius } = inGust(staging, drill([]), ['jira']).scenario;
  assert.deepEqual([blastRadius?.instances, blastRadius?.tier], [2, 0.5]);
});

void test('alone a drill is as it always is', () => {
  const alone = drill([requests('jira')]);
  assert.equal(inGust(staging, alone, []), alone);
});
