import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunRecord } from '../../../reports/run-record';
import { chooseRun, finishedRuns } from './choose-run';

const root = mkdtempSync(join(tmpdir(), 'choose-run-'));
after(() => rmSync(root, { recursive: true }));

const run = (name: string, hour: number, drills: readonly string[], environment = 'staging'): void => {
  const record: RunRecord = {
    ...{ version: 1, run: name, environment, seed: 1, result: 'met', notes: [] },
    startedAt: `2026-11-22T0${String(hour)}:00:00.000Z`,
    endedAt: `2026-11-22T0${String(hour)}:30:00.000Z`,
    drills: drills.map((drill) => ({
      ...{ drill, title: drill, location: '', folder: drill, result: 'met', reason: '' },
      ...{ cucumber: { status: 'passed', message: '' }, phases: [], verdicts: [], requests: {} },
      ...{ standIns: [], versions: {}, errors: [] },
    })),
  };
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'run.json'), JSON.stringify(record));
};

void test('the last run that has every drill is taken, also where later ones have some of them', () => {
  run('night-1', 1, ['a', 'b', 'c']);
  run('night-2', 2, ['a', 'b', 'c'], 'staging, staging-2');
  run('single', 3, ['b']);
  run('elsewhere', 4, ['a', 'b', 'c'], 'rehearsal');
  run('like-staging', 5, ['a', 'b', 'c'], 'staging-2');
  run('night-2-lane1', 6, ['a', 'b', 'c']);
  mkdirSync(join(root, 'cut-off'));
  mkdirSync(join(root, 'torn'));
  writeFileSync(join(root, 'torn', 'run.json'), '{"version":1,');
  const runs = finishedRuns(root, 'staging');
  assert.deepEqual(
    runs.map(({ record }) => record.run),
    ['single', 'night-2', 'night-1'],
  );
  const found = chooseRun(runs, ['a', 'b']);
  assert.equal(found?.chosen.record.run, 'night-2');
  assert.deepEqual(
    found.later.map(({ record }) => record.run),
    ['single'],
  );
});

void test('where no run has them all the last is taken, which then lacks some; without a run there is none', () => {
  assert.equal(chooseRun(finishedRuns(root, 'staging'), ['a', 'z'])?.chosen.record.run, 'single');
  assert.equal(chooseRun(finishedRuns(root, 'production'), ['a']), undefined);
  assert.equal(chooseRun(finishedRuns(join(root, 'nowhere'), 'staging'), ['a']), undefined);
});
