import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { sampleHistory, writeSampleHistory } from './sample/sample-history';
import { sampleRunRecord } from './sample/sample-run-record';
import { keptRuns } from './trend/kept-runs';
import { runIndexFile } from './trend/run-index';
import { writeTrend } from './write-trend';

let reports: string;
beforeEach(() => (reports = mkdtempSync(join(tmpdir(), 'firedrill-trend-'))));
afterEach(() => rmSync(reports, { recursive: true }));

void test('a thousand runs make a page that names what got worse, by their indexes alone', () => {
  const history = sampleHistory({
    runs: 1000,
    drills: 3,
    differs: (drill, run) =>
      run === 999 && drill === 0
        ? { recoveryMs: 60_000 }
        : run === 999 && drill === 1
          ? { result: 'missed', reason: 'two <writes> are lost', fingerprint: 'changed' }
          : drill === 2 && run === 990
            ? { result: 'unknown' }
            : {},
  });
  writeSampleHistory(reports, history);
  const page = readFileSync(writeTrend(reports, 'staging'), 'utf8').replace(/\s+/g, ' ');
  assert.match(page, /Recovery of staging over 1000 runs/);
  assert.match(
    page,
    /Newly not met: 1<\/h3> <ul> <li><a href="#drill-001">[^<]+<\/a>: two &lt;writes&gt; are lost/,
  );
  assert.match(page, /Slower than their own history allows: 1<\/h3> <ul> <li><a href="#drill-000">/);
  assert.match(
    page,
    /Flaky: 1<\/h3> <ul> <li><a href="#drill-002">[^<]+<\/a>: another verdict 2 times of 29/,
  );
  assert.equal(page.match(/<svg role="img" aria-label="Recovery times of /g)?.length, 3);
  assert.doesNotMatch(page, /<script/i);
  assert.ok(page.length < 200_000, `three drills take ${String(page.length)} characters`);
});

void test('a run from before there were indexes gets one; a report made anew counts, and storms do not', () => {
  const folder = join(reports, 'old');
  mkdirSync(folder);
  const write = (drills: Parameters<typeof sampleRunRecord>[0]) =>
    writeFileSync(join(folder, 'run.json'), JSON.stringify(sampleRunRecord(drills)));
  write([{ drill: 'a', result: 'met', recoveryMs: 7000 }]);
  assert.deepEqual(keptRuns(reports, 'staging').runs[0]?.drills, [
    { drill: 'a', title: 'a', result: 'met', recoveryMs: 7000 },
  ]);
  assert.ok(statSync(runIndexFile(folder)).isFile());
  write([{ drill: 'a', result: 'missed' }]);
  const past = new Date(Date.now() - 60_000);
  utimesSync(runIndexFile(folder), past, past);
  assert.equal(keptRuns(reports, 'staging').runs[0]?.drills[0]?.result, 'missed');
  writeFileSync(join(folder, 'storm.json'), '{}');
  assert.deepEqual(keptRuns(reports, 'staging').runs, []);
});

void test('what the run did not come to is no result, other environments are others, and damage is named', () => {
  const write = (run: string, content: string) => {
    mkdirSync(join(reports, run));
    writeFileSync(join(reports, run, 'run.json'), content);
  };
  const skipped = { drill: 'b', folder: '', cucumber: { status: 'skipped', message: '' } };
  write('one', JSON.stringify(sampleRunRecord([{ drill: 'a' }, skipped])));
  write('other', JSON.stringify({ ...sampleRunRecord([{ drill: 'a' }]), environment: 'staging-2' }));
  write('torn', '{"version": 1, "ru');
  mkdirSync(join(reports, 'trend'));
  const { runs, passedOver } = keptRuns(reports, 'staging');
  assert.deepEqual(
    runs.map(({ drills }) => drills.map(({ drill }) => drill)),
    [['a']],
  );
  assert.deepEqual(passedOver, ['torn']);
  assert.match(readFileSync(writeTrend(reports, 'staging'), 'utf8'), /Passed over[^<]*: torn/);
});

void test('an environment without a run has a page that says so', () => {
  assert.match(readFileSync(writeTrend(reports, 'staging'), 'utf8'), /No run of staging is kept/);
});
