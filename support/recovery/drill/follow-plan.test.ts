import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest, RunbookRecord } from '../../drill/evidence';
import { milliseconds, seconds } from '../../drill/time';
import { FakeShell } from '../../faults/fake-shell';
import type { AnyAction } from '../actions/action';
import { drillOn, resultOf } from './drill-on-fakes';

void test('a runbook step that fails ends the drill: reverted before reading back, and missed', async () => {
  const { drill, done, read } = drillOn({ action: () => Promise.reject(new Error('no such unit')) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.follow('restart an application'), /step 1 .* failed .*: no such unit/);
  const judgement = await drill.end();
  assert.ok(done.indexOf('reverted') < done.indexOf('read back'));
  assert.equal(resultOf(judgement, 'runbook-followed'), 'missed');
  assert.equal(resultOf(judgement, 'recovery-time'), 'unknown');
  const outcomes = (read('runbook.json') as RunbookRecord).steps.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['failed', 'not-run', 'not-run', 'not-run', 'not-run', 'not-run']);
});

void test('a planned operation has no fault; its runbook is followed, and people go on working', async () => {
  const { drill, done, read, timeline } = drillOn({ scenario: 'the-daily-archive' });
  await drill.begin();
  await assert.rejects(drill.inject('no-op', 'mysql'), /is a planned operation and has no fault/);
  await assert.rejects(drill.awaitDetection('MySQL'), /is a planned operation: there is nothing to detect/);
  await assert.rejects(drill.awaitServing(seconds(30)), /no operation begun/);
  await drill.follow('take the daily archive');
  await assert.rejects(drill.awaitServing(seconds(31)), /how long people may be interrupted/);
  await drill.awaitServing(seconds(30));
  await drill.end();
  const moments = timeline().map(({ moment }) => moment);
  assert.deepEqual([moments[0], moments.at(-2), moments.at(-1)], ['declared', 'restored', 'verified']);
  const manifest = read('manifest.json') as DrillManifest;
  assert.deepEqual(manifest.operation, { interruptionMs: 30_000 });
  assert.equal(manifest.expectedDetection, undefined);
  // What an operation changes is no lease's to revert.
  assert.equal(done.at(-1), 'reset');
});

const MIGRATION = 'migrate from the old host';

void test('a migration that is killed is followed again from its beginning, and people are let in at its end', async () => {
  let loads = 0;
  const { drill, done, read, timeline } = drillOn({
    scenario: 'migration-is-killed-while-it-loads',
    host: new FakeShell((command) =>
      command.includes("'mariadb' firedrill-step.service") ? 'mariadb (12)' : undefined,
    ),
    actions: {
      'import-databases': () =>
        ++loads === 1 ? Promise.reject(new Error('it ended by SIGKILL')) : Promise.resolve('loaded'),
    },
  });
  await drill.begin();
  await drill.follow(MIGRATION);
  assert.ok(!done.includes('load started'), 'nobody works before it is done');
  await drill.awaitServing(milliseconds(0));
  await drill.end();
  assert.equal(loads, 2);
  assert.ok(done.includes('load started'));
  const killed = timeline().find(({ moment }) => moment === 'interrupted');
  assert.match(
    killed?.detail ?? '',
    /step 7: all its processes were killed while mariadb \(12\) worked for it; it failed: it ended by SIGKILL/,
  );
  const { steps } = read('runbook.json') as RunbookRecord;
  assert.ok(steps.every(({ outcome }) => outcome === 'succeeded'));
});

void test('who follows a migration is killed in each step that is named, and then it is followed once', async () => {
  const scenario = 'migration-dies-with-who-follows-it';
  let archived = 0;
  const actions = {
    'snapshot-before-migration': () => {
      archived += 1;
      return Promise.resolve('archived');
    },
  };
  const { drill, timeline } = drillOn({ scenario, actions });
  await drill.begin();
  await drill.inject('associate-address', 'web', { to: 'legacy' });
  await drill.follow(MIGRATION);
  await drill.awaitServing(milliseconds(0));
  await drill.end();
  assert.deepEqual(
    timeline()
      .filter(({ moment }) => moment === 'interrupted')
      .map(({ detail }) => detail),
    [
      'step 2: killed at host.run',
      'step 3: killed at snapshots.create',
      'step 12: killed at host.run',
      'step 18: killed at addresses.associate',
      'step 19: killed at host.run',
    ],
  );
  assert.equal(archived, 1);

  const lived = drillOn({
    scenario,
    actions,
    followInKilledProcess: () => Promise.reject(new Error('it ended with 1')),
  });
  await lived.drill.begin();
  await lived.drill.inject('associate-address', 'web', { to: 'legacy' });
  await assert.rejects(lived.drill.follow(MIGRATION), /it ended with 1/);
  assert.notEqual((await lived.drill.end()).result, 'met');
});

void test('nobody follows the way back of a plan that was killed: it is followed again from its beginning', async () => {
  const calls: string[] = [];
  const firstTime = (name: string) => (): Promise<string> => {
    calls.push(name);
    const first = calls.indexOf(name) === calls.length - 1;
    return first ? Promise.reject(new Error('it ended by SIGKILL')) : Promise.resolve('done');
  };
  const { drill } = drillOn({
    scenario: 'a-refresh-is-killed',
    host: new FakeShell((command) =>
      command.includes("'slapadd' firedrill-step.service") ? 'slapadd (12)' : 'python3 (13)',
    ),
    actions: {
      'import-scrubbed-databases': firstTime('rows'),
      'import-scrubbed-directory': firstTime('directory'),
      'import-scrubbed-files': firstTime('files'),
      'restore-volumes': () => Promise.reject(new Error('the way back was followed')),
    },
  });
  await drill.begin();
  await drill.follow('refresh staging from production');
  await drill.end();
  const again = ['rows', 'directory'];
  assert.deepEqual(calls, ['rows', ...again, ...again, 'files', ...again, 'files', 'files', 'files']);
});

void test('a drill whose step goes on though it was to be killed ends there', async () => {
  const { drill } = drillOn({
    scenario: 'migration-is-killed-while-it-loads',
    host: new FakeShell(() => 'mariadb (12)'),
  });
  await drill.begin();
  await assert.rejects(drill.follow(MIGRATION), /step 7 was to be killed, but the runbook came to its end/);
  await drill.end();
});

void test('a migration that is to refuse bad data must do it in its first step, and for that reason', async () => {
  const following = async (checkOldData: AnyAction['run']) => {
    const { drill } = drillOn({
      scenario: 'old-data-have-zero-dates',
      actions: { 'check-old-data': checkOldData },
    });
    await drill.begin();
    await drill.inject('spoil-old-data', 'legacy', { what: 'a-zero-date' });
    await drill.follow(MIGRATION);
    return drill;
  };
  const refused = await following(() => Promise.reject(new Error('nothing was changed: sql_mode: one date')));
  refused.assertRefused('sql_mode');
  assert.throws(() => refused.assertRefused('collation'), /why it refuses/);
  const otherwise = await following(() => Promise.reject(new Error('nothing was changed: collation: x')));
  assert.throws(() => otherwise.assertRefused('sql_mode'), /for another reason than "sql_mode"/);
  const wentOn = await following(() => Promise.resolve('nothing stands in the way'));
  assert.throws(() => wentOn.assertRefused('sql_mode'), /went on/);
  for (const drill of [refused, otherwise, wentOn]) await drill.end();
});

void test('what a migration meets on its way is injected before it, though nobody works yet', async () => {
  const { drill, done, timeline } = drillOn({ scenario: 'the-address-moves-at-the-cut-over' });
  await assert.rejects(drill.inject('associate-address', 'web', { to: 'legacy' }), /the drill has not begun/);
  await drill.begin();
  await assert.rejects(drill.follow(MIGRATION), /associate-address comes before the operation/);
  await drill.inject('associate-address', 'web', { to: 'legacy' });
  await drill.follow(MIGRATION);
  assert.ok(!done.includes('load started'), 'nobody works before it is done');
  await drill.awaitServing(milliseconds(0));
  await drill.end();
  assert.ok(done.includes('load started') && done.includes('reverted'));
  assert.ok(timeline().some(({ moment }) => moment === 'injected'));
});
