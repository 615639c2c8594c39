import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sampleMessages, writeSampleDrill } from '../../../reports/sample/sample-run';
import { sampleRunRecord } from '../../../reports/sample/sample-run-record';
import { CHECKOUT } from '../settings';

const RUN = '20261122T100000Z-seed1';
let reports: string;
before(() => {
  reports = mkdtempSync(join(tmpdir(), 'firedrill-report-'));
  const folder = join(reports, RUN);
  mkdirSync(folder);
  const drill = 'application-crash-confluence';
  writeSampleDrill(folder, { drill });
  const messages = sampleMessages([{ drill, title: 'Confluence is killed', status: 'PASSED' }]);
  writeFileSync(join(folder, 'messages.ndjson'), messages.map((m) => `${JSON.stringify(m)}\n`).join(''));
  writeFileSync(join(folder, 'run.json'), JSON.stringify(sampleRunRecord([{ drill }])));
});
after(() => rmSync(reports, { recursive: true }));

const report = (...parameters: readonly string[]) =>
  spawnSync(process.execPath, ['support/supervisor/firedrill.js', 'report', ...parameters], {
    cwd: CHECKOUT,
    env: { ...process.env, FIREDRILL_REPORTS: reports },
    encoding: 'utf8',
    timeout: 120_000,
  });

void test('a run is reported again, exported as a trace, and its environment’s trend is made', () => {
  const traces = join(reports, 'traces.jsonl');
  const { stdout, stderr } = report(RUN, '--trend', 'staging', '--otlp', traces);
  assert.equal(stderr, '');
  assert.match(stdout, /trend: .*trend\/staging\.html\n/);
  assert.match(stdout, /traces of 1 drills: .*traces\.jsonl\n/);
  assert.match(
    readFileSync(join(reports, 'trend', 'staging.html'), 'utf8'),
    /Recovery of staging over one run/,
  );
  assert.match(readFileSync(traces, 'utf8'), /"drill application-crash-confluence"/);
  assert.match(readFileSync(join(reports, RUN, 'metrics.prom'), 'utf8'), /^firedrill_drill_result\{/m);
});

void test('what cannot be reported is said in a line', () => {
  for (const [parameters, says] of [
    [[], /nothing to report; expected runs, or --trend/],
    [['--trend', '../elsewhere'], /"\.\.\/elsewhere" is no environment/],
    [['--trend', '--otlp', 'x'], /--otlp exports runs; expected at least one/],
  ] as const) {
    const { status, stderr } = report(...parameters);
    assert.match(stderr, says);
    assert.equal(status, 255);
  }
});
