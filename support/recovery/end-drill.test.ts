import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest } from '../drill/evidence';
import { hours, seconds } from '../drill/time';
import { drillOn, resultOf, SOON } from './drill-on-fakes';
import { environment } from './fake-drill-ports';

void test('where a reset is made when needed, it is made after a drill that is not met', async () => {
  const { drill, done } = drillOn({ environment: { reset: 'when-needed' } });
  await drill.begin();
  await drill.end();
  // Nothing was injected, so it is not met and the environment is reset.
  assert.ok(done.includes('reset'));
});

void test(
  'what goes wrong at the end is joined, nothing hides the rest, and the verdict is unknown',
  SOON,
  async () => {
    const { drill, done, read, timer } = drillOn({
      revert: () => Promise.reject(new Error('no route to the host')),
      readLog: (name) => (name === 'jira' ? Promise.reject(new Error('jira is gone')) : Promise.resolve('')),
      reset: () => Promise.reject(new Error('no snapshot')),
    });
    await drill.begin();
    await drill.inject('kill-application', 'confluence');
    await drill.awaitDetection('Confluence');
    await drill.follow('restart an application');
    await drill.awaitRestored(['confluence'], hours(2));
    const over = new AbortController();
    const ending = drill.end().finally(() => over.abort());
    // The host is asked until its lease has long run out.
    while (!over.signal.aborted) await timer.advance(seconds(1));
    const judgement = await ending;
    assert.ok(timer.now() > environment.safety.lease, `given up after ${String(timer.now())} ms`);
    const { errors } = read('manifest.json') as DrillManifest;
    assert.deepEqual(errors.length, 3);
    for (const words of ['no route to the host', 'jira is gone', 'no snapshot']) {
      assert.ok(
        errors.some((error) => error.includes(words)),
        `${words} is missing in ${errors.join('; ')}`,
      );
    }
    assert.ok(done.includes('watch stopped'));
    assert.equal(resultOf(judgement, 'harness'), 'unknown');
  },
);
