import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest } from '../../drill/evidence';
import { drillOn } from './drill-on-fakes';

void test('a drill does not begin on an environment that is not whole, and says why', async () => {
  const { drill, done, read } = drillOn({ findings: ['jira is stopped'] });
  await assert.rejects(drill.begin(), /staging is not steady, so no drill begins: jira is stopped/);
  const judgement = await drill.end();
  assert.equal(judgement.result, 'unknown');
  assert.ok(!done.includes('load started'));
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /jira is stopped/);
});

void test('a drill does not begin before the monitor sees everything whole, and says what it sees', async () => {
  const { drill, done, read } = drillOn({
    untilMonitored: () => Promise.reject(new Error('the monitor has "Jira" in state Down')),
  });
  await assert.rejects(drill.begin(), /the monitor has "Jira" in state Down/);
  assert.equal((await drill.end()).result, 'unknown');
  assert.ok(!done.includes('injected'));
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /"Jira" in state Down/);
});
