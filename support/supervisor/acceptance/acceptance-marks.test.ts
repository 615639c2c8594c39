import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDrills } from '../drills';
import { taggedWith } from '../run/tagged-with';
import { ACCEPTANCE_TAG } from './gather-facts';

const { drills } = readDrills();
const marked = taggedWith(ACCEPTANCE_TAG);

/** Of these every scenario is for acceptance: what may lose data or let somebody in, and what operators will do. */
const WHOLE = ['migration', 'operations', 'attack', 'data-corruption'];

void test(`every scenario of ${WHOLE.join(', ')} is tagged ${ACCEPTANCE_TAG}`, () => {
  const left = drills
    .filter((drill) => WHOLE.includes(drill.scenario.class) && !marked(drill))
    .map(({ scenario, feature }) => `${feature.file}:${String(feature.line)}: ${scenario.id}`);
  assert.deepEqual(left, []);
});

void test(`of each kind of failure of each system that is drilled, at least one scenario is tagged ${ACCEPTANCE_TAG}`, () => {
  const pair = ({ scenario }: (typeof drills)[number]): string => `${scenario.component}: ${scenario.class}`;
  const covered = new Set(drills.filter(marked).map(pair));
  assert.deepEqual(
    [...new Set(drills.map(pair))].filter((each) => !covered.has(each)),
    [],
  );
});

void test('a drill restores from the copy off site alone, or no run could show that', () => {
  const restoring = drills.filter(({ runbook }) =>
    runbook.steps.some(
      ({ action, parameters }) => action === 'restore-volumes' && parameters['from'] === 'off-site',
    ),
  );
  assert.ok(restoring.length > 0 && restoring.every(marked));
});
