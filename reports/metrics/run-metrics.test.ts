import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { sampleRunRecord } from '../sample/sample-run-record';
import { runMetrics } from './run-metrics';

interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly metrics: readonly { readonly value: string; readonly labels?: Readonly<Record<string, string>> }[];
}
/** Another's reader of the exposition format; it has no types. */
const parse = createRequire(__filename)('parse-prometheus-text-format') as (text: string) => Family[];

const RUN = sampleRunRecord([
  {
    drill: 'jira-is-killed',
    recoveryMs: 4210,
    rtoMs: 7_200_000,
    spent: [
      { on: 'beginning', ms: 9000 },
      { on: 'recovering', ms: 5000 },
    ],
    phases: [
      { name: 'recovering', from: { at: 1000, error: 1 }, to: { at: 3500, error: 1 } },
      { name: 'recovering', from: { at: 5000, error: 1 }, to: { at: 5500, error: 1 } },
    ],
    verdicts: [
      {
        checker: 'no-acknowledged-write-lost',
        ...{ result: 'met', reason: '', measures: { acknowledged: 87, lost: 0 } },
      },
    ],
    requests: { jira: { ok: 80, failed: 2, unknown: 5 } },
  },
  { drill: 'mysql-hangs', result: 'missed' },
]);

const values = (families: readonly Family[], name: string) =>
  families
    .find((family) => family.name === name)
    ?.metrics.map(({ value, labels }) => [Object.values(labels ?? {}).join(' '), Number(value)]);

void test('another program reads the figures of a run from its text', async () => {
  const families = parse(await runMetrics(RUN));
  assert.deepEqual(values(families, 'firedrill_run_drills'), [
    ['staging met', 1],
    ['staging missed', 1],
    ['staging unknown', 0],
  ]);
  assert.deepEqual(values(families, 'firedrill_drill_recovery_seconds'), [['staging jira-is-killed', 4.21]]);
  assert.deepEqual(values(families, 'firedrill_drill_recovery_objective_seconds'), [
    ['staging jira-is-killed', 7200],
  ]);
  assert.deepEqual(values(families, 'firedrill_drill_duration_seconds'), [['staging jira-is-killed', 14]]);
  assert.deepEqual(values(families, 'firedrill_drill_phase_seconds'), [
    ['staging jira-is-killed recovering', 3],
  ]);
  assert.deepEqual(values(families, 'firedrill_drill_result')?.slice(3), [
    ['staging mysql-hangs met', 0],
    ['staging mysql-hangs missed', 1],
    ['staging mysql-hangs unknown', 0],
  ]);
  assert.deepEqual(values(families, 'firedrill_drill_requests'), [
    ['staging jira-is-killed jira ok', 80],
    ['staging jira-is-killed jira failed', 2],
    ['staging jira-is-killed jira unknown', 5],
  ]);
  assert.deepEqual(values(families, 'firedrill_drill_writes')?.slice(0, 2), [
    ['staging jira-is-killed acknowledged', 87],
    ['staging jira-is-killed lost', 0],
  ]);
});

void test('every series is a gauge with a help, and its name is one that Prometheus would have', async () => {
  const families = parse(await runMetrics(RUN));
  assert.ok(families.length > 8);
  for (const { name, type, help } of families) {
    assert.match(name, /^firedrill_(run|drill)(_[a-z]+)+$/);
    // A total is a counter's, and a counter must not be pushed anew by each run.
    assert.doesNotMatch(name, /_(total|count|sum|bucket|ms|milliseconds|minutes)$/);
    assert.equal(type, 'GAUGE');
    assert.notEqual(help, '');
  }
});

void test('what is not known has no series, and a hostile name stays within its label', async () => {
  const drill = 'a"} 1\nfiredrill_drill_recovery_seconds{drill="b';
  const families = parse(await runMetrics(sampleRunRecord([{ drill }])));
  assert.equal(values(families, 'firedrill_drill_recovery_seconds')?.length ?? 0, 0);
  assert.equal(families.find(({ name }) => name === 'firedrill_drill_result')?.metrics.length, 3);
});
