import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { seconds } from '../../drill/time';
import { faultNames } from '../../faults/faults';
import { actions } from '../actions/actions';
import { readCatalogue } from '../catalogue/catalogue';
import { emptied } from './emptied';

const catalogue = readCatalogue(join(__dirname, '../../..'), { actions, faults: { names: faultNames } });
const jira = catalogue.drill('jira-is-killed');

void test('a drill without its plan has no step, and waits as long as it is told', () => {
  const { scenario, runbook } = emptied(jira, new Map([['jira-is-killed', seconds(7)]]));
  assert.ok(jira.runbook.steps.length > 0);
  assert.deepEqual(runbook.steps, []);
  assert.equal(scenario.restored.within, 7000);
});

void test('a drill that is told nothing does not follow its plan unseen', () => {
  assert.throws(() => emptied(jira, new Map([['jira-hangs', seconds(7)]])), /how long jira-is-killed waits/);
});
