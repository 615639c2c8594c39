import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { NOTES_TITLE } from '../../../reports/confluence/notes-section';
import { bodyOf, contentHash, type ReportPage, type Surroundings } from '../../../reports/confluence/page';
import { vocabularyProblems, wellFormednessProblem } from '../../../reports/confluence/storage-problem';
import type { RunRecord } from '../../../reports/run-record';
import { writeSampleDrill, type SampleOptions } from '../../../reports/sample/sample-run';
import { summarizeRun } from '../../../reports/summarize-run';
import { readRunEvidence } from '../../../reports/drill-evidence';
import { designPages } from '../design/design-pages';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { isFinishedRun, lastVerdicts, newestRun } from './published-runs';
import { reportPages } from './report-pages';

const { environment } = chooseEnvironment(DEFAULT_ENVIRONMENT);
const { drills } = readDrills();
const made = designPages(environment, drills);

function reportsFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-pages-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A finished run of literal drills; the folder. */
function writeRun(reports: string, run: string, options: readonly SampleOptions[], on = 'staging'): string {
  const folder = join(reports, run);
  mkdirSync(folder);
  for (const one of options) writeSampleDrill(folder, one);
  const evidence = readRunEvidence(folder);
  const outcomes = evidence.map(({ manifest: { drill, title, location } }) => ({
    ...{ drill, title, location, status: 'passed', message: '' },
  }));
  const times = { startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:05:00Z' };
  const facts = { run, environment: on, seed: 1, ...times, notes: [] };
  const record: RunRecord = summarizeRun(facts, outcomes, evidence);
  writeFileSync(join(folder, 'run.json'), JSON.stringify(record));
  return folder;
}

const shown = (page: ReportPage, change: Partial<Surroundings> = {}): string =>
  bodyOf(
    page,
    { pictures: new Set(page.pictures.map(({ name }) => name)), short: false, runs: [], ...change },
    undefined,
  );

const pageOf = (pages: readonly ReportPage[], key: string): ReportPage => {
  const page = pages.find((one) => one.key === key);
  assert.ok(page, key);
  return page;
};

void test('every page of the whole catalogue is storage format that Confluence takes, with a title of its own', async (t) => {
  const design = await made;
  const pages = reportPages({ environment, drills, design, reportsFolder: reportsFolder(t), runs: [] });
  assert.ok(pages.length > drills.length + 50);
  for (const page of pages) {
    const body = shown(page);
    assert.equal(wellFormednessProblem(body), undefined, page.key);
    assert.deepEqual(vocabularyProblems(body), [], page.key);
    assert.ok(page.title.length <= 255 && body.includes(NOTES_TITLE), page.key);
  }
  const titles = pages.map(({ title }) => title.toLowerCase());
  assert.equal(new Set(titles).size, titles.length);
});

void test('every link of every page leads to the title of one', async (t) => {
  const reports = reportsFolder(t);
  const run = writeRun(reports, '20261122T100000Z-seed1', [{ drill: drills[0]?.scenario.id ?? '' }]);
  const design = await made;
  const pages = reportPages({ environment, drills, design, reportsFolder: reports, runs: [run] });
  const titles = new Set(pages.map(({ title }) => title));
  const runs = pages.flatMap(({ title, run: short }) => (short === undefined ? [] : [{ title, run: short }]));
  let links = 0;
  for (const page of pages) {
    for (const [, title = ''] of shown(page, { runs }).matchAll(/ri:content-title="([^"]*)"/g)) {
      links += 1;
      const plain = title.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
      assert.ok(titles.has(plain), `${page.key}: ${title}`);
    }
  }
  assert.ok(links > 2 * drills.length);
});

void test('a scenario has its plan with the exact commands, and so has its runbook', (t) => {
  const pages = reportPages({ environment, drills, design: [], reportsFolder: reportsFolder(t), runs: [] });
  const drill = drills.find(({ scenario }) => scenario.then.runbook === 'restart-an-application');
  assert.ok(drill);
  const page = shown(pageOf(pages, `scenario/${drill.scenario.id}`));
  const runbook = shown(pageOf(pages, 'runbook/restart-an-application'));
  for (const body of [page, runbook]) {
    assert.match(body, /ac:name="language">bash<\/ac:parameter><ac:plain-text-body><!\[CDATA\[ssh /);
    assert.match(body, /<strong>To go back: <\/strong>/);
  }
  assert.match(page, /<ac:parameter ac:name="title">not drilled yet/);
});

void test('the last verdict is the newest run’s that had the scenario', (t) => {
  const reports = reportsFolder(t);
  const [one, other] = drills.map(({ scenario }) => scenario.id);
  assert.ok(one !== undefined && other !== undefined);
  writeRun(reports, '20261120T100000Z-seed1', [
    { drill: one, result: 'met' },
    { drill: other, result: 'missed' },
  ]);
  writeRun(reports, '20261121T100000Z-seed1', [{ drill: one, result: 'unknown' }]);
  mkdirSync(join(reports, '20261122T100000Z-seed1'));
  writeFileSync(join(reports, '20261122T100000Z-seed1', 'run.json'), '{');
  assert.deepEqual(
    [...lastVerdicts(reports, 'staging')],
    [
      [one, 'unknown'],
      [other, 'missed'],
    ],
  );
  assert.ok(!isFinishedRun(join(reports, '20261122T100000Z-seed1')));
  assert.ok(isFinishedRun(join(reports, '20261121T100000Z-seed1')));
  assert.equal(newestRun(reports, 'staging'), '20261121T100000Z-seed1');
  assert.equal(newestRun(reports, 'production'), undefined);
});

void test('the design stands below the overview, with its pictures and links to scenarios and runbooks', async (t) => {
  const design = await made;
  const pages = reportPages({ environment, drills, design, reportsFolder: reportsFolder(t), runs: [] });
  const network = pageOf(pages, 'design/network');
  assert.equal(pageOf(pages, 'design').below, 'overview');
  assert.equal(network.below, 'design');
  assert.deepEqual(
    network.pictures.map(({ name }) => name),
    ['network.png'],
  );
  assert.match(
    shown(network),
    /<ac:image ac:alt="The network of staging[^>]*><ri:attachment ri:filename="network\.png"\/>/,
  );
  assert.match(shown(network, { pictures: new Set() }), /<p>Picture: The network of staging/);
  assert.match(
    shown(pageOf(pages, 'design/recovery')),
    /ri:content-title="Runbook: [^"]*\(replace-an-instance, staging\)"/,
  );
});

void test('a run on an environment and a copy of it side by side is a run of that environment', async (t) => {
  const reports = reportsFolder(t);
  const [one = ''] = drills.map(({ scenario }) => scenario.id);
  const run = writeRun(reports, '20261122T100000Z-seed1', [{ drill: one }], 'staging, staging-2');
  assert.equal(newestRun(reports, 'staging'), '20261122T100000Z-seed1');
  assert.equal(newestRun(reports, 'staging-2'), undefined);
  assert.deepEqual([...lastVerdicts(reports, 'staging')], [[one, 'met']]);
  const pages = reportPages({ environment, drills, design: await made, reportsFolder: reports, runs: [run] });
  const page = pageOf(pages, 'run/20261122T100000Z-seed1');
  assert.equal(page.title, 'Run 20261122T100000Z-seed1 (staging)');
  const titles = pages.map(({ title }) => title);
  const [, scenario = ''] = /ri:content-title="([^"]*)"/.exec(shown(page)) ?? [];
  assert.ok(titles.includes(scenario.replaceAll('&apos;', "'")), scenario);
});

void test('a run has those that were not met first, with timelines, and says what was a stand-in', (t) => {
  const reports = reportsFolder(t);
  const run = writeRun(reports, '20261122T100000Z-seed1', [
    { drill: 'a', title: 'Well done' },
    {
      drill: 'b',
      title: 'Writes are lost',
      result: 'missed',
      reason: '2 writes were lost',
      lost: ['k-1', 'k-2'],
    },
  ]);
  const page = pageOf(
    reportPages({ environment, drills: [], design: [], reportsFolder: reports, runs: [run] }),
    'run/20261122T100000Z-seed1',
  );
  const body = shown(page);
  assert.ok(body.indexOf('Writes are lost') < body.indexOf('Well done'));
  assert.match(body, /2 lost: <code>k-1, k-2<\/code>/);
  assert.match(body, /<ri:attachment ri:filename="timeline-b\.png"\/>/);
  assert.match(body, /Served by stand-ins, not by the licensed products: confluence, crowd\./);
  assert.deepEqual(page.labels, ['firedrill', 'firedrill-run', 'firedrill-missed']);
  assert.deepEqual(page.run, {
    ...{ run: '20261122T100000Z-seed1', startedAt: '2026-11-22T10:00:00Z', result: 'missed' },
    ...{ met: 1, missed: 1, unknown: 0, longestMs: 7000 },
  });
  assert.doesNotMatch(shown(page, { pictures: new Set() }), /ac:image/);
  assert.doesNotMatch(shown(page, { short: true }), /k-1/);
});

void test('the same run makes the same pages, pictures included, whatever was drawn before', (t) => {
  const reports = reportsFolder(t);
  const run = writeRun(reports, '20261122T100000Z-seed1', [{ drill: 'a' }]);
  const hash = (): string => {
    const page = pageOf(
      reportPages({ environment, drills: [], design: [], reportsFolder: reports, runs: [run] }),
      'run/20261122T100000Z-seed1',
    );
    return contentHash(page, { pictures: new Set(), short: false, runs: [] });
  };
  assert.equal(hash(), hash());
});

void test('hostile evidence makes a page like any other', (t) => {
  const reports = reportsFolder(t);
  const hostile = ']]></ac:plain-text-body><script>alert(1)</script>\u0000\u001b[31m\u202e\ud800"\'&';
  const run = writeRun(reports, '20261122T100000Z-seed1', [
    {
      drill: 'a',
      title: hostile,
      result: 'missed',
      reason: `${hostile}${'log '.repeat(262_144)}`,
      lost: [hostile],
      errors: [hostile.repeat(10), 'x'.repeat(1_048_576)],
    },
  ]);
  const [page] = reportPages({
    environment,
    drills: [],
    design: [],
    reportsFolder: reports,
    runs: [run],
  }).filter(({ key }) => key.startsWith('run/'));
  assert.ok(page);
  const body = shown(page);
  assert.equal(wellFormednessProblem(body), undefined);
  assert.deepEqual(vocabularyProblems(body), []);
  assert.ok(body.length < 100_000, String(body.length));
  for (const { svg } of page.pictures) assert.equal(wellFormednessProblem(svg), undefined);
});

void test('a run that is too large for a page says how many drills are left to the HTML report', (t) => {
  const reports = reportsFolder(t);
  const reason = 'because '.repeat(450);
  const run = writeRun(
    reports,
    '20261122T100000Z-seed1',
    Array.from({ length: 300 }, (_, index) => ({ drill: `d-${String(index)}`, reason })),
  );
  const page = pageOf(
    reportPages({ environment, drills: [], design: [], reportsFolder: reports, runs: [run] }),
    'run/20261122T100000Z-seed1',
  );
  const body = shown(page);
  assert.ok(body.length < 4_000_000, String(body.length));
  assert.match(body, /\d+ more would make this page too large/);
});
