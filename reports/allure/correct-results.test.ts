import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRunRecord } from '../sample/sample-run-record';
import { correctAllureResult, HARNESS, NOT_KNOWN } from './correct-results';

const TITLE = 'Jira is killed';
const corrected = (
  facts: Partial<ReturnType<typeof sampleRunRecord>['drills'][number]>,
  extras?: Parameters<typeof correctAllureResult>[2],
) =>
  correctAllureResult(
    { name: TITLE, status: 'passed', labels: [{ name: 'feature', value: 'A program is killed' }] },
    sampleRunRecord([{ drill: 'jira-is-killed', title: TITLE, ...facts }]).drills,
    extras,
  );
const label = (result: ReturnType<typeof corrected>, wanted: string) =>
  result.labels?.filter(({ name }) => name === wanted).map(({ value }) => value);

void test('a plan for what is likely is more severe than one for what is rare', () => {
  const scenario = { class: 'application-crash', component: 'jira' };
  const of = (likelihood: 'certain' | 'likely' | 'possible' | 'unlikely' | 'rare') =>
    label(corrected({ scenario: { ...scenario, likelihood } }), 'severity')?.[0];
  assert.deepEqual((['certain', 'likely', 'possible', 'unlikely', 'rare'] as const).map(of), [
    'blocker',
    'critical',
    'normal',
    'minor',
    'trivial',
  ]);
});

void test('a result leads to its drill’s page and runbook, and shows the timeline', () => {
  const { links, attachments, labels } = corrected(
    { runbook: { id: 'restart', title: 'restart an application', steps: [] } },
    { flaky: false, timeline: 'jira-is-killed-timeline-attachment.svg' },
  );
  assert.deepEqual(
    links?.map(({ url }) => url),
    ['../drills/jira-is-killed.html', '../drills/jira-is-killed.html#runbook'],
  );
  assert.deepEqual(attachments, [
    { name: 'Timeline', type: 'image/svg+xml', source: 'jira-is-killed-timeline-attachment.svg' },
  ]);
  assert.ok(labels?.some(({ name }) => name === 'feature'));
});

void test('a failing harness, what is not known and what was missed begin their traces as the categories go by', () => {
  const trace = (facts: Parameters<typeof corrected>[0]) => corrected(facts).statusDetails?.trace ?? '';
  assert.match(trace({ result: 'unknown', errors: ['the load did not end'] }), new RegExp(`^${HARNESS}`));
  assert.match(trace({ result: 'unknown' }), new RegExp(`^${NOT_KNOWN}`));
  assert.match(trace({ result: 'missed', errors: ['x'] }), /^Missed/);
  assert.equal(trace({ result: 'met' }), '');
});

void test('corrected twice it is the same', () => {
  const facts = { result: 'missed' as const, runbook: { id: 'r', title: 'r', steps: [] } };
  const { drills } = sampleRunRecord([{ drill: 'jira-is-killed', title: TITLE, ...facts }]);
  const extras = { flaky: true, timeline: 't.svg' };
  const once = corrected(facts, extras);
  assert.deepEqual(correctAllureResult(once, drills, extras), once);
});

void test('a result of no drill is an error: nobody would have judged it', () => {
  assert.throws(() => correctAllureResult({ name: 'another' }, []), /"another" belongs to no drill/);
});
