import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { sampleRunRecord } from '../sample/sample-run-record';
import { writeAllure } from './write-allure';

const DRILLS = [
  { drill: 'lost', result: 'missed' as const },
  { drill: 'torn', result: 'unknown' as const, errors: ['the load did not end'] },
  { drill: 'quiet', result: 'unknown' as const },
  { drill: 'fine' },
  { drill: 'wavering' },
];

void test(
  'Allure carries its history on from run to run, and sorts what is not met by what to do about it',
  { skip: hasJava() ? false : 'allure-commandline needs Java, and there is none on this machine' },
  async (t) => {
    const reports = mkdtempSync(join(tmpdir(), 'firedrill-allure-'));
    t.after(() => rmSync(reports, { recursive: true }));
    const before = {
      buildOrder: Math.floor(Date.parse('2026-11-21T01:00:00Z') / 1000),
      reportUrl: '../../one/allure-report/index.html',
      data: { failed: 0, broken: 0, skipped: 0, passed: 5, unknown: 0, total: 5 },
    };
    write(join(reports, 'one', 'allure-report', 'history', 'history-trend.json'), [before]);
    const folder = join(reports, 'two');
    for (const { drill } of DRILLS) {
      const result = { uuid: drill, historyId: drill, name: drill, status: 'passed' };
      write(join(folder, 'allure-results', `${drill}-result.json`), result);
    }
    const record = { ...sampleRunRecord(DRILLS), run: 'two', startedAt: '2026-11-22T01:00:00Z' };
    const flaky = new Set(['lost', 'wavering']);
    const outcome = await writeAllure(folder, record, {
      ...{ pictures: new Map(), flaky, before: [join(reports, 'none'), join(reports, 'one')] },
    });
    assert.ok(outcome.made, JSON.stringify(outcome));
    const read = (path: string) =>
      JSON.parse(readFileSync(join(folder, 'allure-report', path), 'utf8')) as unknown;
    const trend = read('history/history-trend.json') as { buildOrder: number; reportUrl: string }[];
    assert.deepEqual(
      trend.map(({ reportUrl }) => reportUrl),
      ['../../two/allure-report/index.html', '../../one/allure-report/index.html'],
    );
    const categories = read('data/categories.json') as {
      children: { name: string; children: { name: string; children?: { name: string }[] }[] }[];
    };
    const sorted = categories.children.map(({ name, children }) => [
      name.split(':')[0],
      children.flatMap((group) => group.children ?? [group]).map((result) => result.name),
    ]);
    assert.deepEqual(Object.fromEntries(sorted), {
      Missed: ['lost'],
      Harness: ['torn'],
      Unknown: ['quiet'],
      Flaky: ['wavering'],
    });
  },
);

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
