import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillRecord, RunRecord } from '../run-record';
import { DECIDED_AT, sampleFacts } from '../sample/sample-acceptance';
import type { AcceptanceFacts } from './acceptance-facts';
import { decide } from './decide';
import type { Decision } from './decision';

const HOUR = 3_600_000;

const drill = (name: string, given: Partial<DrillRecord> = {}): DrillRecord => ({
  ...{ drill: name, title: name, location: 'x.feature:1', folder: name, result: 'met', reason: '' },
  ...{ cucumber: { status: 'passed', message: '' }, endedAt: '2026-11-22T10:01:00.000Z', recoveryMs: 7000 },
  ...{ phases: [], verdicts: [], requests: {}, standIns: ['jira'], versions: { node: '20' }, errors: [] },
  ...given,
});
const off = 'everything-is-restored-from-off-site';
const runOf = (...drills: readonly DrillRecord[]): RunRecord => ({
  ...{ version: 1, run: 'sample', environment: 'staging', seed: 1, result: 'met', notes: [] },
  ...{ startedAt: '2026-11-22T10:00:00.000Z', endedAt: '2026-11-22T10:01:00.000Z' },
  drills: [...drills],
});
const good = runOf(drill('jira-is-killed'), drill(off));
const withJira = (given: Partial<DrillRecord>): RunRecord =>
  runOf(drill('jira-is-killed', given), drill(off));

const decided = (run: RunRecord = good, given: Partial<AcceptanceFacts> = {}): Decision =>
  decide(sampleFacts(run, given));

/** The checks that are not met, with what they came to. */
const against = (decision: Decision): readonly string[] =>
  decision.checks.filter(({ result }) => result !== 'met').map(({ id, result }) => `${id}: ${result}`);
const details = (decision: Decision): string => decision.checks.flatMap((check) => check.details).join('\n');
const facts = sampleFacts(good);

void test('a run in which all is as it must be is accepted, and the decision says what it was made of', () => {
  const decision = decided();
  assert.deepEqual(against(decision), []);
  assert.equal(decision.accepted, true);
  assert.equal(decision.decidedAt, DECIDED_AT.toISOString());
  assert.deepEqual(decision.configuration, { drilled: 'r-000000000001', target: 'r-000000000002' });
  assert.deepEqual(decision.roles, ['operations', 'service-owner']);
  assert.deepEqual(
    decision.drills.map(({ drill: name, marked, result }) => [name, marked, result]),
    [
      ['jira-is-killed', true, 'met'],
      [off, true, 'met'],
    ],
  );
});

void test('a run is recent to the hour that is allowed, counted from its beginning, and none is from tomorrow', () => {
  const after = (hours: number): Decision =>
    decided(good, {
      now: new Date(Date.parse(good.startedAt) + hours * HOUR),
      policy: { ...facts.policy, offSiteRestoreAgeMs: 1000 * HOUR },
    });
  assert.deepEqual(against(after(24)), []);
  assert.deepEqual(against(after(24.01)), ['run-is-recent: missed']);
  assert.deepEqual(against(after(-1)), ['run-is-recent: unknown']);
});

void test('a run that did not end in order is not accepted', () => {
  const decision = decided(good, { runProblems: ['run.journal: line 7 is damaged'] });
  assert.deepEqual(against(decision), ['run-ended: unknown']);
  assert.match(details(decision), /line 7 is damaged/);
});

void test('a marked scenario that is not in the run is named, and so is a kind of failure of which none is marked', () => {
  const absent = decided(good, {
    scenarios: [
      ...facts.scenarios,
      { id: 'jira-hangs', class: 'application-crash', component: 'jira', marked: true },
    ],
  });
  assert.deepEqual(against(absent), ['all-drilled: unknown']);
  assert.match(details(absent), /jira-hangs/);
  const unmarked = decided(good, {
    scenarios: [
      ...facts.scenarios,
      { id: 'jira-data-volume-fills', class: 'disk-full', component: 'jira', marked: false },
    ],
  });
  assert.deepEqual(against(unmarked), ['all-drilled: unknown']);
  assert.match(details(unmarked), /jira: disk-full/);
  assert.deepEqual(against(decided(good, { scenarios: [] })), ['all-drilled: unknown']);
});

void test('a missed drill, marked or not, and an unknown one are not accepted', () => {
  const missed = withJira({ result: 'missed', reason: '3 writes were lost' });
  assert.deepEqual(against(decided(missed)), ['all-met: missed']);
  assert.match(details(decided(missed)), /jira-is-killed: 3 writes were lost/);
  const unknown = withJira({ result: 'unknown', reason: 'it was cut off' });
  assert.deepEqual(against(decided(unknown)), ['nothing-unknown: unknown']);
  const [restoring] = facts.scenarios.filter(({ id }) => id === off);
  assert.ok(restoring !== undefined);
  assert.deepEqual(against(decided(missed, { scenarios: [restoring] })), ['all-met: missed']);
});

void test('a run without drills is accepted in nothing', () => {
  assert.deepEqual(against(decided(runOf(), { scenarios: facts.scenarios })), [
    'all-drilled: unknown',
    'nothing-unknown: unknown',
    'restored-from-off-site: unknown',
  ]);
});

const exception = {
  ...{ scenario: 'jira-is-killed', owner: 'Ben', reason: 'Mended in release 9', until: '2026-11-22' },
};
const excepting = (...exceptions: AcceptanceFacts['policy']['exceptions'][number][]) => ({
  policy: { ...facts.policy, exceptions },
});

void test('an open exception lets a missed scenario through until the end of its last day, and is shown', () => {
  const missed = withJira({ result: 'missed', reason: '3 writes were lost' });
  const decision = decided(missed, excepting(exception));
  assert.equal(decision.accepted, true);
  assert.deepEqual(decision.exceptions, [{ ...exception, state: 'used' }]);
  assert.match(
    decision.checks.find(({ id }) => id === 'all-met')?.reason ?? '',
    /All but 1, which an open exception lets through/,
  );
  const last = decided(missed, { ...excepting(exception), now: new Date('2026-11-22T23:59:59.999Z') });
  assert.equal(last.accepted, true);
  const over = decided(missed, { ...excepting(exception), now: new Date('2026-11-23T00:00:00.000Z') });
  assert.deepEqual(against(over), ['all-met: missed']);
  assert.equal(over.exceptions[0]?.state, 'ended');
});

void test('an exception lets through neither what is unknown, nor another scenario, nor one that was not drilled', () => {
  const unknown = withJira({ result: 'unknown', reason: 'it was cut off' });
  assert.deepEqual(against(decided(unknown, excepting(exception))), ['nothing-unknown: unknown']);
  const missed = withJira({ result: 'missed', reason: 'late' });
  assert.deepEqual(against(decided(missed, excepting({ ...exception, scenario: off }))), ['all-met: missed']);
  assert.deepEqual(
    against(decided(runOf(drill(off)), { ...excepting(exception), scenarios: facts.scenarios })),
    ['all-drilled: unknown'],
  );
  assert.equal(decided(good, excepting(exception)).exceptions[0]?.state, 'not-needed');
});

void test('verdicts must follow from the evidence: better ones do not, worse ones are what the harness said besides', () => {
  const judged = (result: 'met' | 'missed' | 'unknown') => ({
    judgedAgain: new Map([
      ['jira-is-killed', result],
      [off, 'met' as const],
    ]),
  });
  assert.deepEqual(against(decided(good, judged('missed'))), ['from-evidence: unknown']);
  assert.match(details(decided(good, judged('missed'))), /met in the run, missed when judged again/);
  const worse = withJira({ result: 'unknown', reason: 'a step failed' });
  assert.deepEqual(against(decided(worse, judged('met'))), ['nothing-unknown: unknown']);
  assert.deepEqual(against(decided(good, { judgedAgain: new Map([[off, 'met']]) })), [
    'from-evidence: unknown',
  ]);
});

void test('a later drill that was not met is not passed over', () => {
  const later = (result: 'missed' | 'unknown') =>
    decided(good, { later: [{ run: 'later', drill: 'jira-is-killed', result }] });
  assert.deepEqual(against(later('missed')), ['nothing-later: missed']);
  assert.deepEqual(against(later('unknown')), ['nothing-later: unknown']);
  assert.match(details(later('missed')), /jira-is-killed: missed in later/);
});

void test('a gap without a reason is not accepted, and those with one are shown', () => {
  const problem = 'jira is not drilled in attack';
  assert.deepEqual(against(decided(good, { gaps: { ...facts.gaps, problems: [problem] } })), [
    'gaps-explained: unknown',
  ]);
  assert.match(details(decided()), /attack of monitor, offsite: Not drilled yet\./);
});

void test('the copy off site must have been restored from in the run, by a drill that was met, and not long ago', () => {
  assert.deepEqual(against(decided(good, { restoredFromOffSite: [] })), ['restored-from-off-site: unknown']);
  const missed = runOf(drill('jira-is-killed'), drill(off, { result: 'missed', reason: 'late' }));
  assert.deepEqual(against(decided(missed)), ['all-met: missed', 'restored-from-off-site: missed']);
  const policy = { ...facts.policy, offSiteRestoreAgeMs: HOUR };
  assert.deepEqual(against(decided(good, { policy })), []);
  assert.deepEqual(against(decided(good, { policy, now: new Date(DECIDED_AT.getTime() + 1) })), [
    'restored-from-off-site: missed',
  ]);
});

void test('what was drilled must be what is declared now, and what the other environment is given but for its names', () => {
  const { configuration } = facts;
  const changed = { ...configuration, declared: new Map([['staging', 'r-another']]) };
  assert.deepEqual(against(decided(good, { configuration: changed })), ['same-configuration: unknown']);
  const untold = { ...configuration, drilled: new Map([[off, 'r-000000000001']]) };
  assert.match(
    details(decided(good, { configuration: untold })),
    /no revision is told on staging, whose files make r-000000000001 now: jira-is-killed$/m,
  );
  const differences = ['common/etc/motd'];
  assert.deepEqual(against(decided(good, { configuration: { ...configuration, differences } })), [
    'same-configuration: missed',
  ]);
});

void test('guard rails hold only where leases ended, every fault was refused, and their tests were run and passed', () => {
  const rails = (given: Partial<AcceptanceFacts['guardRails']>) =>
    against(decided(good, { guardRails: { ...facts.guardRails, ...given } }));
  assert.deepEqual(rails({ leases: { armed: 3, problems: ['lease x has not ended'] } }), [
    'guard-rails: unknown',
  ]);
  assert.deepEqual(rails({ refused: { asked: 40, letThrough: ['fill-volume'] } }), ['guard-rails: missed']);
  assert.deepEqual(rails({ refused: { asked: 0, letThrough: [] } }), ['guard-rails: unknown']);
  assert.deepEqual(rails({ tests: { passed: 59, failed: 1 } }), ['guard-rails: missed']);
  assert.deepEqual(rails({ tests: { passed: 0, failed: 0 } }), ['guard-rails: unknown']);
  assert.deepEqual(rails({ tests: { passed: 0, failed: 0, why: 'no fast-check' } }), [
    'guard-rails: unknown',
  ]);
});
