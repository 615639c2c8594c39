import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillRecord, RunRecord } from '../../../reports/run-record';
import { nightLine } from './night-line';

const drill = (id: string, result: DrillRecord['result'], facts: Partial<DrillRecord> = {}): DrillRecord => ({
  ...{ drill: id, title: id, location: '', folder: id, result, reason: '' },
  ...{ cucumber: { status: 'passed', message: '' }, phases: [], verdicts: [], requests: {} },
  ...{ standIns: [], versions: {}, errors: [] },
  ...facts,
});
const night = (result: RunRecord['result'], drills: DrillRecord[]): RunRecord => ({
  ...{
    version: 1,
    run: '20261127T010000Z-seed7',
    environment: 'staging',
    seed: 7,
    startedAt: '',
    endedAt: '',
  },
  ...{ result, notes: [], drills },
});

void test('a night where all is met says so, and how long it took', () => {
  const drills = [drill('jira-is-killed', 'met'), drill('web-is-terminated', 'met')];
  assert.equal(
    nightLine(night('met', drills), 58.4),
    'staging: met, 2 of 2 drills met; 58 min; 20261127T010000Z-seed7',
  );
});

void test('what was missed, what is unknown and what was not begun are told apart', () => {
  const skipped = { folder: '', cucumber: { status: 'skipped', message: '' } };
  const drills = [
    drill('jira-is-killed', 'met'),
    drill('mysql-hangs', 'missed'),
    drill('web-is-terminated', 'unknown', { folder: '' }),
    drill('crowd-is-stopped', 'unknown', skipped),
  ];
  assert.equal(
    nightLine(night('missed', drills), 60),
    'staging: missed, 1 of 4 drills met; missed: mysql-hangs; unknown: web-is-terminated; 1 not begun; 60 min; 20261127T010000Z-seed7',
  );
});

void test('a night where nearly everything fails stays one line', () => {
  const drills = Array.from({ length: 160 }, (_, index) => drill(`drill-${String(index)}`, 'missed'));
  const line = nightLine(night('missed', drills), 60);
  assert.match(line, /missed: drill-0, drill-1, drill-2, drill-3, drill-4 and 155 more;/);
  assert.ok(line.length < 200, line);
});
