import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillRecord, RunRecord } from '../../../reports/run-record';
import { learnSecrets } from '../../drill/redaction/known-secrets';
import { failedNightMessage, nightMessage } from './night-message';

const drill = (id: string, result: DrillRecord['result'], reason = ''): DrillRecord => ({
  ...{ drill: id, title: id, location: '', folder: id, result, reason },
  ...{ cucumber: { status: 'passed', message: '' }, phases: [], verdicts: [], requests: {} },
  ...{ standIns: [], versions: {}, errors: [] },
});
const night = (...drills: DrillRecord[]): RunRecord => ({
  ...{ version: 1, run: '20261127T010000Z-seed7', environment: 'staging', seed: 7 },
  ...{ startedAt: '2026-11-27T01:00:00.000Z', endedAt: '2026-11-27T02:00:00.000Z' },
  ...{ result: 'missed', notes: ['staging was not up: it was brought up first, in 48 s'], drills },
});

void test('who reads on is told of each drill that was not met with its reason, of what is to be known, and where the report is', () => {
  const record = night(
    drill('jira-is-killed', 'met'),
    drill('mysql-hangs', 'missed', 'not back\nwithin 2 h'),
    drill('web-is-lost', 'unknown', 'no evidence'),
  );
  const { line, text, id, at } = nightMessage(record, { minutes: 60 }, '/srv/reports/index.html');
  assert.match(
    line,
    /^staging: missed, 1 of 3 drills met; missed: mysql-hangs; unknown: web-is-lost; 60 min; /,
  );
  assert.match(
    text,
    /\n\nMissed:\n {2}mysql-hangs: not back within 2 h\n\nUnknown:\n {2}web-is-lost: no evidence\n/,
  );
  assert.match(text, /\n\nstaging was not up: it was brought up first, in 48 s\n/);
  assert.match(text, /\nThe report: \/srv\/reports\/index\.html on \S+\n$/);
  assert.deepEqual([id, at], ['20261127T010000Z-seed7.staging', '2026-11-27T02:00:00.000Z']);
});

void test('a mail stays short, and has no secret and no control character', () => {
  learnSecrets([{ name: 'staging/mysql.root', value: '4b1f9c2e7a5d48b3' }]);
  const many = Array.from({ length: 177 }, (_, index) =>
    drill(`drill-${String(index)}`, 'missed', `\u0007with 4b1f9c2e7a5d48b3 ${'x'.repeat(2000)}`),
  );
  const { text } = nightMessage(night(...many), { minutes: 60 }, '/index.html');
  assert.match(text, / {2}and 157 more\n/);
  assert.match(text, /\[redacted: staging\/mysql\.root\]/);
  assert.ok(!text.includes('4b1f9c2e7a5d48b3') && !text.includes('\u0007'), text);
  assert.ok(text.length < 10_000, String(text.length));
});

void test('a night that failed says why, in one line', () => {
  const began = new Date('2026-11-27T01:00:00Z');
  const { line, id } = failedNightMessage('staging', 'staging is in use\nby run 1', began);
  assert.equal(line, 'staging: the night failed: staging is in use by run 1');
  assert.equal(id, '2026-11-27T01:00:00.000Z.staging');
});
