import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillRecord, RunRecord } from '../../../reports/run-record';
import type { Found } from '../../recovery/run/night-file';
import { nightLine, type NightFacts } from './night-line';

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
    nightLine(night('met', drills), { minutes: 58.4 }),
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
    nightLine(night('missed', drills), { minutes: 60 }),
    'staging: missed, 1 of 4 drills met; missed: mysql-hangs; unknown: web-is-terminated; 1 not begun; 60 min; 20261127T010000Z-seed7',
  );
});

void test('how the environment was found and what became of the publication is said, where there is something to say', () => {
  const found = (state: Found['state'], rebuilt = false): Found => ({
    ...{ state, rebuilt, took: 1000 },
    findings: state === 'broken' ? ['jira: i-1 is stopped'] : [],
  });
  const line = (facts: Partial<NightFacts>): string =>
    nightLine(night('met', [drill('jira-is-killed', 'met')]), { minutes: 3, ...facts });
  assert.equal(line({ found: found('whole') }), line({}));
  assert.match(line({ found: found('down') }), /met; it was not up, and brought up first; 3 min;/);
  assert.match(line({ found: found('broken') }), /met; it was found broken, and mended first; 3 min;/);
  assert.match(line({ found: found('broken', true) }), /; it was found broken, and rebuilt first; /);
  assert.match(line({ publication: 'it waits to be published' }), /met; it waits to be published; 3 min;/);
});

void test('a night where nearly everything fails stays one line', () => {
  const drills = Array.from({ length: 160 }, (_, index) => drill(`drill-${String(index)}`, 'missed'));
  const line = nightLine(night('missed', drills), { minutes: 60 });
  assert.match(line, /missed: drill-0, drill-1, drill-2, drill-3, drill-4 and 155 more;/);
  assert.ok(line.length < 200, line);
});
