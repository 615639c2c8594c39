import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DrillManifest, Injection } from '../../drill/evidence';
import { hours, milliseconds, type Instant } from '../../drill/time';
import { drillOn, resultOf } from './drill-on-fakes';
import { never } from '../ports/fake-drill-ports';

void test('a drill goes its way in order: load, fault, read-back, revert, evidence, reset', async () => {
  const { drill, done, read, steps } = drillOn({});
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await drill.awaitRestored(['confluence'], hours(2));
  await assert.rejects(drill.assertVerified('seed-content-intact'), /seed-content-intact is unknown: /);
  const judgement = await drill.end();
  assert.deepEqual(steps(), [
    'drill-begun',
    'environment-leased',
    'arming',
    'armed',
    'installing',
    'installed',
    'reverting',
    'reverted',
    'resetting',
    'reset',
    'drill-judged',
  ]);
  assert.deepEqual(done, [
    'environment leased',
    'load started',
    'armed',
    'injected',
    'load stopped',
    'read back',
    'load stopped',
    'watch stopped',
    'reverted',
    'reset',
  ]);
  assert.equal(resultOf(judgement, 'fault-injected'), 'met');
  assert.equal(resultOf(judgement, 'runbook-followed'), 'met');
  const manifest = read('manifest.json') as DrillManifest;
  assert.deepEqual(manifest.errors, []);
  assert.ok(manifest.endedAt !== undefined);
  assert.deepEqual(manifest.standIns, ['jira']);
  assert.equal(manifest.revision, 'r-1');
  assert.equal((read('injection.json') as Injection).reverted, true);
  assert.ok(existsSync(join(drill.folder, 'host-logs/confluence.log')));
});

void test('where the monitor says what is back, people must work again, too', async () => {
  let broken = false;
  const well: Instant = { at: milliseconds(0), error: milliseconds(1) };
  const { drill, timeline } = drillOn({
    scenario: 'monitor-cannot-reach-bastion',
    steady: () => (broken ? Promise.reject(new Error('jira still fails')) : Promise.resolve(well)),
  });
  await drill.begin();
  await drill.inject('blackhole-port', 'bastion', { port: '22', from: 'monitor' });
  broken = true;
  const [end] = await Promise.allSettled([drill.awaitRestored(['bastion'], hours(2))]);
  await drill.end();
  assert.match(end.status === 'rejected' ? String(end.reason) : end.status, /jira still fails/);
  assert.ok(!timeline().some(({ moment }) => moment === 'restored'));
});

void test('people are to work again in every application, also in those that are not what the plan mends', async () => {
  const well: Instant = { at: milliseconds(0), error: milliseconds(1) };
  const kept: string[] = [];
  const steady = (name: string): Promise<Instant> => {
    kept.push(name);
    return Promise.resolve(well);
  };
  const { drill } = drillOn({ steady });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  kept.splice(0);
  await drill.awaitRestored(['confluence'], hours(2));
  assert.deepEqual(kept.splice(0).sort(), ['alfresco', 'confluence', 'jira']);
  await drill.end();
});

void test('a fault that the monitor never reports ends the drill, and its record says that this did', async () => {
  const { drill } = drillOn({ detection: () => Promise.reject(new Error('last: no event')) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.awaitDetection('Confluence'), /last: no event/);
  const { verdicts } = await drill.end();
  const followed = verdicts.find(({ checker }) => checker === 'runbook-followed');
  assert.equal(followed?.result, 'missed');
  assert.equal(
    followed.reason,
    'Step 1, "See what the unit ended with", was not run: the drill ended before the runbook was taken up: last: no event.',
  );
});

void test('a feature whose words are not its failure scenario’s is refused before anything is broken', async () => {
  const { drill, done } = drillOn({});
  await drill.begin();
  await assert.rejects(
    drill.inject('fill-volume', 'mysql'),
    /the feature says .*fill-volume.* but .* says .*kill-application/,
  );
  await assert.rejects(drill.follow('grow a volume'), /the runbook: the feature says "grow a volume"/);
  await drill.end();
  assert.ok(!done.includes('injected'));
});

void test('a drill that is interrupted stops waiting, is reverted and not judged, and leaves the reset to others', async () => {
  const { drill, done, read, steps } = drillOn({ action: (_, __, signal) => never(signal) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  const following = drill.follow('restart an application');
  drill.interrupt(new Error('interrupted by SIGINT'));
  await assert.rejects(following, /interrupted by SIGINT/);
  const judgement = await drill.end();
  assert.ok(done.includes('reverted'));
  assert.ok(!done.includes('reset') && !done.includes('read back') && !done.includes('environment free'));
  assert.equal(steps().at(-1), 'drill-cut');
  assert.equal(judgement.result, 'unknown');
  assert.equal((read('manifest.json') as DrillManifest).cut, 'interrupted by SIGINT');
  assert.equal((read('injection.json') as Injection).reverted, true);
});
