import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { learnSecrets } from '../support/drill/redaction/known-secrets';
import { milliseconds } from '../support/drill/time';
import { sampleMessages, writeSampleDrill } from './sample/sample-run';
import { runRecord } from './run-record';
import { writeReports } from './write-reports';
import { runSchema } from './write-schema';

const FACTS = {
  run: 'sample',
  environment: 'staging',
  seed: 1,
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:05:00Z',
  notes: [],
};
const CRASH = {
  drill: 'application-crash-confluence',
  title: 'Confluence is killed in the middle of writes',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firedrill-reports-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const messages = (...scenarios: Parameters<typeof sampleMessages>[0]) =>
  writeFileSync(
    join(folder, 'messages.ndjson'),
    sampleMessages(scenarios)
      .map((m) => `${JSON.stringify(m)}\n`)
      .join(''),
  );

const drillPage = (): string => join(folder, 'drills', `${CRASH.drill}.html`);
const drillPageText = (): string => readFileSync(drillPage(), 'utf8');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

void test('a met drill makes a met run, and run.json fits its own schema', async () => {
  writeSampleDrill(folder);
  messages({ ...CRASH, status: 'PASSED' });
  const { record, paths } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'met');
  assert.equal(record.drills[0]?.recoveryMs, 7000);
  assert.deepEqual(record.drills[0].requests['jira'], { ok: 91, failed: 0, unknown: 0 });
  runRecord.parse(JSON.parse(readFileSync(paths['data'] ?? '', 'utf8')));
});

void test('a met judgement under a failed scenario is unknown, and the reason is cucumber’s', async () => {
  writeSampleDrill(folder);
  messages({ ...CRASH, status: 'FAILED', message: 'the reset to the golden snapshot failed\n    at x' });
  const { record } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'unknown');
  assert.equal(record.drills[0]?.reason, 'the reset to the golden snapshot failed');
});

void test('a scenario without evidence is unknown, not absent', async () => {
  messages({ ...CRASH, status: 'SKIPPED' });
  const { record } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'unknown');
  assert.match(record.drills[0]?.reason ?? '', /did not begin/);
  messages({ ...CRASH, status: 'FAILED', message: 'the hook threw' });
  const failed = await writeReports(folder, FACTS);
  assert.equal(failed.record.result, 'unknown');
  assert.equal(failed.record.drills[0]?.reason, 'no evidence was written: the hook threw');
});

void test('a scenario that the tags left out is no part of the run', async () => {
  writeSampleDrill(folder);
  const left = sampleMessages([{ drill: 'power-loss', title: 'MySQL loses its power', status: 'PASSED' }]);
  const all = [
    ...sampleMessages([{ ...CRASH, status: 'PASSED' }]),
    ...left.filter((message) => 'pickle' in message),
  ];
  writeFileSync(join(folder, 'messages.ndjson'), all.map((m) => `${JSON.stringify(m)}\n`).join(''));
  const { record } = await writeReports(folder, FACTS);
  assert.deepEqual(
    record.drills.map(({ drill }) => drill),
    ['application-crash-confluence'],
  );
  assert.equal(record.result, 'met');
});

void test('of a run that was taken up again, what was said last of a drill counts', async () => {
  writeSampleDrill(folder);
  messages({ ...CRASH, status: 'FAILED', message: 'it was cut off' });
  const again = sampleMessages([{ ...CRASH, status: 'PASSED' }]);
  writeFileSync(join(folder, 'messages-2.ndjson'), again.map((m) => `${JSON.stringify(m)}\n`).join(''));
  const { record } = await writeReports(folder, FACTS);
  assert.deepEqual([record.result, record.drills.length], ['met', 1]);
});

void test('a run in which nothing was judged is unknown', async () => {
  const { record } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'unknown');
});

void test('a missed drill names its reason and what was lost by id', async () => {
  writeSampleDrill(folder, {
    result: 'missed',
    reason: '1 of 87 acknowledged writes is lost',
    lost: ['confluence page 4711'],
  });
  messages({ ...CRASH, status: 'FAILED', message: 'missed' });
  const { record, paths } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'missed');
  assert.match(readFileSync(paths['report'] ?? '', 'utf8'), /1 of 87 acknowledged writes is lost/);
  const page = oneLine(drillPageText());
  assert.ok(page.includes('1 of 87 acknowledged writes is lost'));
  assert.ok(page.includes('1 lost: <code>confluence page 4711</code>'));
});

void test('the pages are self-contained, have no scripts, and hostile text comes out harmless', async () => {
  writeSampleDrill(folder, { reason: '<script>alert(1)</script> ]]> \u202e\u0000', result: 'missed' });
  messages({ ...CRASH, status: 'FAILED' });
  const { paths } = await writeReports(folder, FACTS);
  for (const page of [readFileSync(paths['report'] ?? '', 'utf8'), drillPageText()]) {
    assert.doesNotMatch(page, /<script/i);
    assert.doesNotMatch(page, /(src|href)="https?:/);
    for (const character of ['\u0000', '\u202e']) assert.ok(!page.includes(character));
    assert.match(page, /&lt;script&gt;/);
  }
});

void test('an Allure result is given its drill’s verdict, whatever the formatter said', async () => {
  writeSampleDrill(folder, { result: 'unknown', reason: 'the monitor never said so' });
  messages({ ...CRASH, status: 'FAILED' });
  mkdirSync(join(folder, 'allure-results'));
  const file = join(folder, 'allure-results', '1-result.json');
  writeFileSync(file, JSON.stringify({ uuid: '1', name: CRASH.title, status: 'passed', labels: [] }));
  await writeReports(folder, FACTS);
  const corrected = JSON.parse(readFileSync(file, 'utf8')) as {
    status: string;
    statusDetails: { message: string };
  };
  assert.equal(corrected.status, 'broken');
  assert.equal(corrected.statusDetails.message, 'the monitor never said so');
});

void test('evidence that shows a secret, as it did once, makes reports that do not, and they are their owner’s', async () => {
  const secret = '"8d777f385d3dfec8815d20f7<496026dc>"';
  learnSecrets([{ name: 'staging/mysql.root', value: secret }]);
  const umask = process.umask(0);
  try {
    writeSampleDrill(folder, { result: 'missed', reason: `it said ${secret}` });
    messages({ ...CRASH, status: 'FAILED', message: `it said ${secret}` });
    mkdirSync(join(folder, 'allure-results'));
    const file = join(folder, 'allure-results', '1-result.json');
    writeFileSync(file, JSON.stringify({ name: CRASH.title, steps: [{ name: secret }] }));
    const { paths } = await writeReports(folder, FACTS);
    for (const path of [paths['report'] ?? '', drillPage(), paths['data'] ?? '', file]) {
      const text = readFileSync(path, 'utf8');
      assert.doesNotMatch(text, /8d777f385d3d|496026dc/, path);
      assert.match(text, /it said \[redacted: staging\/mysql\.root\]/, path);
      assert.equal((statSync(path).mode & 0o777).toString(8), '600', path);
    }
  } finally {
    process.umask(umask);
  }
});

void test('the published schema is the one of the code', () => {
  assert.deepEqual(
    JSON.parse(readFileSync(join(__dirname, 'run.schema.json'), 'utf8')),
    JSON.parse(runSchema()),
  );
});

void test('a drill that was stopped says by what and when, and that its fault was reverted', async () => {
  const stopped = {
    condition: '50% of the requests to jira fail for 10 s',
    seen: '45 of the 60 requests to jira that ended in the last 10 s failed (75%)',
    at: milliseconds(21_500),
  };
  const words =
    'the drill was stopped, by the condition that 50% of the requests to jira fail for 10 s: 45 of the 60 requests to jira that ended in the last 10 s failed (75%)';
  const location = { kind: 'host', instance: 'confluence' } as const;
  const at = '2026-11-22T10:00:22Z';
  writeSampleDrill(folder, {
    result: 'unknown',
    reason: 'nothing was read again',
    stopped,
    ends: [{ location, at, by: 'release', restored: 'confluence.service runs' }],
  });
  messages({ ...CRASH, status: 'FAILED', message: 'stopped' });
  const { record, paths } = await writeReports(folder, FACTS);
  assert.equal(record.result, 'unknown');
  assert.equal(record.drills[0]?.reason, words);
  assert.deepEqual(record.drills[0].stopped, { ...stopped, afterMs: 11_500 });
  assert.ok(oneLine(readFileSync(paths['report'] ?? '', 'utf8')).includes(words));
  const page = oneLine(drillPageText());
  assert.ok(page.includes(words));
  assert.ok(
    page.includes(
      'This drill was stopped 11.5 s after the injection, because a stop condition was met, and its fault was reverted (host confluence: confluence.service runs).',
    ),
  );
});

void test('a drill that had missed before it was stopped says both', async () => {
  const stopped = { condition: 'it hurts', seen: 'it did', at: milliseconds(21_500) };
  writeSampleDrill(folder, { result: 'missed', reason: 'Step 1 failed.', stopped });
  messages({ ...CRASH, status: 'FAILED' });
  const { record } = await writeReports(folder, FACTS);
  assert.equal(
    record.drills[0]?.reason,
    'the drill was stopped, by the condition that it hurts: it did; before that: Step 1 failed.',
  );
  const page = oneLine(drillPageText());
  assert.ok(page.includes('a stop condition was met, and its fault&#39;s lease was released.'), page);
});

void test('what a scenario strikes beyond the limits is told, with the reason', async () => {
  const blastRadius = { instances: 2, tier: 1, because: 'the rack has one power supply' };
  writeSampleDrill(folder, { blastRadius });
  messages({ ...CRASH, status: 'PASSED' });
  const { record } = await writeReports(folder, FACTS);
  assert.deepEqual(record.drills[0]?.blastRadius, blastRadius);
  const page = oneLine(drillPageText());
  assert.ok(
    page.includes('It may strike 2 instances and 100% of a subnet, because the rack has one power supply'),
  );
});

void test('a drill has a page with everything that its verdict rests on', async () => {
  writeSampleDrill(folder);
  writeFileSync(
    join(folder, CRASH.drill, 'host-logs', 'confluence.log'),
    [
      '2026-11-22T10:00:05.000000+0000 confluence systemd[1]: long before',
      '2026-11-22T10:00:09.900000+0000 confluence systemd[1]: Main process exited, code=killed, status=9/KILL',
      '',
    ].join('\n'),
  );
  messages({ ...CRASH, status: 'PASSED' });
  await writeReports(folder, FACTS);
  const page = oneLine(drillPageText());
  for (const part of [
    'its objectives were met',
    'People could work again after 7.0 s; the objective is 2 h 00 min.',
    'aria-label="Timeline of Confluence is killed in the middle of writes: unnoticed 0.30 s',
    '<td>recovering</td>',
    'Fault <code>kill-process</code>, installed: confluence.service failed, killed by signal 9',
    '<td>SIGKILL to confluence.service</td>',
    'Expected: the unit is active',
    'ssh confluence sudo systemctl start confluence.service',
    'Was down for 4 seconds',
    'InterMapper says Confluence is down',
    'code=killed, status=9/KILL',
    'mariadb 10.11.14',
    'Served by stand-ins, not by the licensed products: confluence, crowd.',
    '<a href="../application-crash-confluence/host-logs/confluence.log">',
  ])
    assert.ok(page.includes(part), part);
  assert.doesNotMatch(page, /long before/);
});

void test('the page begins with what changed since the last run, and nothing is compared without one', async () => {
  const reports = folder;
  const run = (name: string, result: 'met' | 'missed', startedAt: string) => {
    folder = join(reports, name);
    mkdirSync(folder);
    writeSampleDrill(folder, { result });
    messages({ ...CRASH, status: result === 'met' ? 'PASSED' : 'FAILED' });
    return writeReports(folder, { ...FACTS, run: name, startedAt }, reports);
  };
  try {
    const first = await run('one', 'met', '2026-11-22T01:00:00Z');
    assert.match(readFileSync(first.paths['report'] ?? '', 'utf8'), /no earlier run of this environment/);
    const { paths } = await run('two', 'missed', '2026-11-23T01:00:00Z');
    const page = oneLine(readFileSync(paths['report'] ?? '', 'utf8'));
    assert.match(page, /the last run was one, 2026-11-22 01:00 UTC/);
    assert.match(
      page,
      /Newly not met: 1<\/h3> <ul> <li> <a href="drills\/application-crash-confluence.html">/,
    );
    assert.ok(page.indexOf('Newly not met') < page.indexOf('All drills'));
  } finally {
    folder = reports;
  }
});

void test('of a planned operation the run’s page has how long people were interrupted', async () => {
  writeSampleDrill(folder);
  const file = join(folder, CRASH.drill, 'verdicts.json');
  const judgement = JSON.parse(readFileSync(file, 'utf8')) as { verdicts: object[]; recoveryMs?: number };
  delete judgement.recoveryMs;
  judgement.verdicts.push({
    ...{ checker: 'interruption', result: 'met', reason: '', measures: { interruptionMs: 1900 } },
  });
  writeFileSync(file, JSON.stringify(judgement));
  messages({ ...CRASH, status: 'PASSED' });
  const { paths } = await writeReports(folder, FACTS);
  assert.ok(
    readFileSync(paths['report'] ?? '', 'utf8').includes('<td class="figure">interrupted 1.9 s</td>'),
  );
});

void test('what a drill rests on has a fingerprint, where the evidence tells all of it', async () => {
  const fingerprint = async (options: Parameters<typeof writeSampleDrill>[1]) => {
    writeSampleDrill(folder, options);
    messages({ ...CRASH, status: 'PASSED' });
    const { record } = await writeReports(folder, FACTS);
    return record.drills[0]?.fingerprint;
  };
  const whole = { definition: 'abc', revision: 'r-1', firedrill: '0.1.0+g1' };
  const first = await fingerprint(whole);
  assert.match(first ?? '', /^[0-9a-f]{16}$/);
  assert.equal(await fingerprint(whole), first);
  for (const other of [{ definition: 'abd' }, { revision: 'r-2' }, { firedrill: '0.1.0+g2' }])
    assert.notEqual(await fingerprint({ ...whole, ...other }), first);
  assert.equal(await fingerprint({ ...whole, firedrill: '0.1.0+g1.dirty' }), undefined);
  assert.equal(await fingerprint({ definition: 'abc' }), undefined);
});
