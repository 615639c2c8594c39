import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunbookRecord } from '../drill/evidence';
import type { AnyAction } from './actions/action';
import type { Drill } from './drill';
import { drillOn, resultOf } from './drill-on-fakes';

void test('what is due while the failure lasts must fail where the scenario says, and by what it says', async () => {
  const scenario = 'bastion-has-no-room-for-the-archive';
  const meeting = async (
    copies: AnyAction['run'],
    takes: AnyAction['run'] = () => Promise.resolve('taken'),
  ) => {
    const { drill, ...seen } = drillOn({
      scenario,
      actions: { 'copy-archive-off-site': copies, 'snapshot-data-volumes': takes },
    });
    await drill.begin();
    await assert.rejects(drill.meetDue(), /no fault was injected/);
    return { drill, ...seen };
  };
  let copies = 0;
  const full = () =>
    ++copies === 2
      ? Promise.reject(new Error('restic ended with 1: write /tmp/x: No space left on device'))
      : Promise.resolve('copied');
  const inject = (drill: Drill) => drill.inject('fill-volume', 'bastion', { volume: 'archive-staging' });

  const { drill, read, timeline } = await meeting(full);
  await drill.prepare();
  await inject(drill);
  await drill.meetDue();
  await drill.follow('make room for the copy off site');
  assert.equal(resultOf(await drill.end(), 'runbook-followed'), 'met');
  const { steps } = read('host-logs/due.json') as RunbookRecord;
  assert.deepEqual(
    steps.map(({ outcome }) => outcome),
    ['succeeded', 'succeeded', 'succeeded', 'failed', 'not-run', 'not-run'],
  );
  assert.match(
    timeline().find(({ moment }) => moment === 'due')?.detail ?? '',
    /^"take the daily archive and its copy off site" failed at "Copy the archive off site": .*No space/,
  );

  const unharmed = await meeting(() => Promise.resolve('copied'));
  await unharmed.drill.prepare();
  await inject(unharmed.drill);
  await assert.rejects(unharmed.drill.meetDue(), /was to fail at .* but it came to its end$/);
  const judgement = await unharmed.drill.end();
  assert.equal(resultOf(judgement, 'runbook-followed'), 'missed');

  let taken = 0;
  const elsewhere = await meeting(
    () => Promise.resolve('copied'),
    () => (++taken === 2 ? Promise.reject(new Error('jira went on by itself')) : Promise.resolve('taken')),
  );
  await elsewhere.drill.prepare();
  await inject(elsewhere.drill);
  await assert.rejects(
    elsewhere.drill.meetDue(),
    /but it failed at "Snapshot all data volumes in one moment": jira went on by itself$/,
  );
  await elsewhere.drill.end();
});

for (const [what, guarded, says] of [
  [
    'an environment that was protected meanwhile',
    { protection: () => Promise.resolve(['its VPC vpc-1 has the tag firedrill:protected = "true"']) },
    /kill-application on confluence is refused: staging is protected \(its VPC vpc-1 has the tag/,
  ],
  [
    'an environment that another run has taken over',
    { disputes: () => Promise.resolve(['staging is held by somebody, and not by this run']) },
    /kill-application on confluence is refused: staging is held by somebody, and not by this run/,
  ],
  [
    'a limit that the fault would exceed',
    {
      environment: {
        ...environment,
        safety: { ...environment.safety, blastRadius: { instances: 1, tier: 0.2 } },
      },
    },
    /is refused: the blast radius allows 20% of the subnet application, and confluence would be 1 of its 4; /,
  ],
  [
    'a cloud that does not say whether it is protected',
    { protection: () => Promise.reject(new Error('no answer within 30 s')) },
    /no answer within 30 s/,
  ],
] as const) {
  void test(`for ${what} no fault is armed, and the drill is unknown and says why`, async () => {
    const { drill, done, read } = drillOn({ guarded });
    await drill.begin();
    await assert.rejects(drill.inject('kill-application', 'confluence'), says);
    const judgement = await drill.end();
    assert.equal(judgement.result, 'unknown');
    const { proof, changes } = read('injection.json') as Injection;
    assert.equal(proof.result, 'skipped');
    assert.match(proof.observed, says);
    assert.equal(changes[0]?.change, 'SIGKILL');
    assert.ok(!done.includes('armed') && !done.includes('injected'));
  });
}
