import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest, RunbookRecord } from '../../drill/evidence';
import { drillOn } from './drill-on-fakes';

void test('an archive is taken before anything breaks; its moment is when that began, and it is kept', async () => {
  const { drill, done, given, read, timeline } = drillOn({ scenario: 'content-store-is-encrypted' });
  await drill.begin();
  await assert.rejects(
    drill.inject('encrypt-files', 'alfresco'),
    /"take the daily archive" comes before the fault, and was not done/,
  );
  await drill.prepare();
  assert.deepEqual(done, ['environment leased', 'load started']);
  const { steps } = read('host-logs/preparation.json') as RunbookRecord;
  const [archived, ...others] = timeline();
  assert.deepEqual([archived?.moment, archived?.at, others], ['archived', steps[0]?.startedAt, []]);
  assert.equal(steps[0]?.action, 'snapshot-data-volumes');
  assert.deepEqual(given, [['alfresco', steps[0].startedAt]]);
  assert.deepEqual((read('manifest.json') as DrillManifest).archive, { givesUp: ['alfresco'] });
  await drill.inject('encrypt-files', 'alfresco');
  assert.ok(done.includes('injected'));
  await drill.end();
});

void test('an archive that fails ends the drill before anything is broken, and says why', async () => {
  const action = () => Promise.reject(new Error('jira went on by itself'));
  const { drill, read } = drillOn({ scenario: 'content-store-is-encrypted', action });
  await drill.begin();
  await assert.rejects(drill.prepare(), /jira went on by itself/);
  assert.equal((await drill.end()).result, 'unknown');
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /jira went on by itself/);
  const without = drillOn({});
  await without.drill.begin();
  await assert.rejects(without.drill.prepare(), /has nothing to be done before its fault/);
  await without.drill.end();
});
