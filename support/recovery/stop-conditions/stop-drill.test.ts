import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest, Injection } from '../../drill/evidence';
import { hours, milliseconds, minutes } from '../../drill/time';
import type { EndedRequests } from '../../workload/ended-requests';
import type { Drill } from '../drill/drill';
import { drillOn, resultOf, SOON } from '../drill/drill-on-fakes';
import { never, type World } from '../ports/fake-drill-ports';

/** Whatever its test came to, nothing of it goes on. */
const leave = async (drill: Drill): Promise<void> => {
  drill.interrupt(new Error('the test is over'));
  await drill.end();
};

const ALL_FAIL: EndedRequests = { ended: 20, failing: 15 };

for (const [what, stop, seen] of [
  [
    "the environment's deadline",
    [[{ kind: 'deadline', after: milliseconds(0) }], []],
    /^the fault is in force for \d/,
  ],
  [
    'requests that fail, of the scenario',
    [[], [{ kind: 'requests', application: 'confluence', failing: 0.5, for: milliseconds(0) }]],
    /^15 of the 20 requests to confluence .* failed \(75%\)$/,
  ],
  [
    'a state of the monitor, of the scenario beside a deadline of the environment',
    [
      [{ kind: 'deadline', after: minutes(30) }],
      [{ kind: 'monitor', device: 'Confluence', states: ['Down'], for: milliseconds(0) }],
    ],
    /^the monitor has "Confluence" Down \(no answer\) for /,
  ],
] as const satisfies readonly (readonly [string, World['stop'], RegExp])[]) {
  void test(
    `a drill is stopped by ${what}: reverted before its end, told everywhere, and unknown`,
    SOON,
    async (t) => {
      const { drill, done, read, steps, timer, timeline } = drillOn({
        stop,
        requests: ALL_FAIL,
        action: (_, __, signal) => never(signal),
      });
      t.after(() => leave(drill));
      await drill.begin();
      await drill.inject('kill-application', 'confluence');
      await drill.awaitDetection('Confluence');
      const following = assert.rejects(
        drill.follow('restart an application'),
        /step 1 .* failed .*: the drill was stopped, by the condition that /,
      );
      await timer.advance(500);
      await following;
      assert.ok(done.includes('reverted'), 'reverted while the feature is at its step');
      assert.equal((read('injection.json') as Injection).reverted, true);
      const { stopped, errors } = read('manifest.json') as DrillManifest;
      assert.match(stopped?.seen ?? '', seen);
      assert.deepEqual(errors, []);
      assert.deepEqual(steps().slice(-3), ['drill-stopped', 'reverting', 'reverted']);
      const moment = timeline().find((each) => each.moment === 'stopped');
      assert.equal(moment?.detail, `${stopped?.condition ?? ''}: ${stopped?.seen ?? ''}`);

      await assert.rejects(drill.awaitRestored(['confluence'], hours(2)), /stopped/);
      const judgement = await drill.end();
      assert.equal(judgement.result, 'unknown');
      const reason = judgement.verdicts.find(({ checker }) => checker === 'stop-conditions')?.reason ?? '';
      assert.equal(
        reason,
        `The drill was stopped, by the condition that ${stopped?.condition ?? ''}: ${stopped?.seen ?? ''}.`,
      );
      assert.equal(resultOf(judgement, 'runbook-followed'), 'unknown');
      assert.equal(judgement.recoveryMs, undefined);
      assert.deepEqual((read('manifest.json') as DrillManifest).errors, []);
      assert.ok(done.includes('reset') && !done.includes('read back'));
      assert.equal(done.filter((each) => each === 'reverted').length, 1);
      assert.equal(steps().at(-1), 'drill-judged');
    },
  );
}

void test(
  'a drill that is stopped while its fault is injected is reverted when that has ended, and not before',
  SOON,
  async (t) => {
    let finish = (): void => undefined;
    const { drill, done, timer } = drillOn({
      stop: [[{ kind: 'deadline', after: milliseconds(0) }], []],
      inject: () => new Promise((resolve) => (finish = resolve)),
    });
    t.after(() => leave(drill));
    await drill.begin();
    const injecting = assert.rejects(drill.inject('kill-application', 'confluence'), /the drill was stopped/);
    await timer.advance(0);
    await timer.advance(500);
    assert.ok(done.includes('armed') && !done.includes('reverted'));
    finish();
    await injecting;
    await timer.advance(0);
    assert.ok(done.includes('reverted'));
    assert.equal((await drill.end()).result, 'unknown');
  },
);

void test('what had been missed before a stop stays missed', async () => {
  const { drill, timer } = drillOn({
    stop: [[{ kind: 'deadline', after: milliseconds(0) }], []],
    action: () => Promise.reject(new Error('no such unit')),
  });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.follow('restart an application'), /no such unit/);
  await timer.advance(500);
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'stop-conditions'), 'unknown');
  assert.equal(judgement.result, 'missed');
});

void test('conditions that are not met leave a drill alone, and are looked at no more when it has ended', async () => {
  const { drill, read, steps, timer } = drillOn({
    stop: [
      [{ kind: 'deadline', after: minutes(30) }],
      [{ kind: 'requests', application: 'jira', failing: 0.8, for: milliseconds(0) }],
    ],
    requests: ALL_FAIL,
  });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await timer.advance(60_000);
  await drill.awaitRestored(['confluence'], hours(2));
  await drill.end();
  assert.equal(timer.pending, 0);
  assert.equal((read('manifest.json') as DrillManifest).stopped, undefined);
  assert.ok(!steps().includes('drill-stopped'));
});
