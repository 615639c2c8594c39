import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunbookRecord } from '../../drill/evidence';
import type { AnyAction } from '../actions/action';
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
