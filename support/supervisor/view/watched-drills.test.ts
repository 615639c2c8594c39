import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { begunEvent, judgedEvent, momentEvent, runEvent, type RunEvent } from '../../recovery/run/run-event';
import { milliseconds } from '../../drill/time';
import { readDrills } from '../drills';
import { CHECKOUT } from '../settings';
import { after, beginning } from './run-progress';
import { viewLines } from './view-lines';

/** As it arrives in another process. */
const sent = (event: RunEvent): RunEvent => runEvent.parse(JSON.parse(JSON.stringify(event)));

void test('each drill of the catalogue can be watched from its beginning to its verdict', () => {
  const { drills } = readDrills();
  const run = { run: 'run-1', environment: 'staging', began: 0, total: drills.length };
  const window = { columns: 80, rows: 40, colours: false };
  const end = drills.reduce((progress, definition) => {
    const { scenario, runbook } = definition;
    const instant = { at: milliseconds(1), error: milliseconds(1), detail: 'not for the watcher' };
    const started = after(progress, sent(begunEvent(definition, scenario.title)), 1000);
    const step = sent(momentEvent(scenario.id, { ...instant, moment: 'step-started', step: 1 }));
    const lines = viewLines(after(started, step, 2000), 3000, window);
    const wanted = `now       step 1 of ${String(runbook.steps.length)}: ${runbook.steps[0]?.title ?? ''}`;
    assert.ok(lines.includes(wanted.slice(0, 79)), lines.join('\n'));
    assert.ok(!lines.join().includes('not for the watcher'));
    const judgement = {
      ...{ version: 1 as const, drill: scenario.id, result: 'met' as const },
      ...{ verdicts: [], phases: [] },
    };
    return after(started, sent(judgedEvent(scenario.id, judgement)), 4000);
  }, beginning(run));
  assert.equal(end.judged.met, drills.length);
  assert.deepEqual(end.drills, []);
});

void test('a supervisor is told over the channel, and one that has gone is no error', async () => {
  const tell = "require('./steps/tell-supervisor').tellSupervisor({ type: 'drill-ending', drill: 'jira' });";
  const child = spawn(
    process.execPath,
    [
      ...['-r', './support/register.js', '--eval'],
      `${tell} process.once('disconnect', () => { ${tell} setTimeout(() => process.exit(7), 50); });`,
    ],
    { cwd: CHECKOUT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const told = await new Promise((resolve) => child.once('message', resolve));
  assert.deepEqual(runEvent.parse(told), { type: 'drill-ending', drill: 'jira' });
  child.disconnect();
  assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 7);
});
