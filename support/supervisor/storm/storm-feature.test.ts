import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds } from '../../drill/time';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { scanFeature } from '../../recovery/catalogue/feature';
import type { StormPlan } from '../../recovery/storm/storm-plan';
import { STORM_TAG, stormFeature } from './storm-feature';
import { stormLines } from './storm-lines';

const strike = (drill: string, instance: string, after: number) => ({
  drill,
  instances: [instance],
  after: milliseconds(after),
});
const plan: StormPlan = {
  version: 1,
  environment: 'staging',
  seed: 7,
  lengthMs: 120_000,
  gusts: [
    { at: milliseconds(0), strikes: [strike('jira-is-killed', 'jira', 0), strike('web-hangs', 'web', 4200)] },
    { at: milliseconds(65_000), strikes: [strike('mysql-hangs', 'mysql', 0)] },
  ],
};
const catalogue = {
  drill: (id: string) => ({ scenario: { title: `Title of ${id}` } }),
} as unknown as Catalogue;

void test('each failure of a storm is a Gherkin scenario with its tag, so that it is reported as any drill', () => {
  const found = scanFeature(stormFeature(plan, catalogue), 'storm.feature');
  assert.deepEqual(
    found.map(({ name, tags }) => [name, tags]),
    [
      ['Title of jira-is-killed', [STORM_TAG, '@scenario:jira-is-killed']],
      ['Title of web-hangs', [STORM_TAG, '@scenario:web-hangs']],
      ['Title of mysql-hangs', [STORM_TAG, '@scenario:mysql-hangs']],
    ],
  );
});

void test('a storm is told as when what breaks', () => {
  assert.deepEqual(stormLines(plan), [
    'Storm of seed 7 on staging, 2:00 long: 3 failures in 2 gusts, in 1 of which two overlap',
    '    0:00  jira-is-killed (jira)',
    '    +4 s  web-hangs (web)',
    '    1:05  mysql-hangs (mysql)',
  ]);
});
