import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Outcome } from '../../../support/drill/history';
import { milliseconds } from '../../../support/drill/time';
import { readRunEvidence, type DrillEvidence } from '../../drill-evidence';
import { writeSampleDrill } from '../../sample/sample-run';
import { summarizeRun } from '../../summarize-run';
import { timelinePicture } from '../timeline-picture';
import { drillPage } from './drill-page';
import { MOST_NAMED } from '../../named-losses';

const FACTS = { run: 'sample', environment: 'staging', seed: 1, startedAt: '', endedAt: '', notes: [] };

function sample(t: { after(work: () => void): void }, lost: readonly string[] = []): DrillEvidence {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-page-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeSampleDrill(folder, { result: lost.length > 0 ? 'missed' : 'met', lost });
  const [evidence] = readRunEvidence(folder);
  assert.ok(evidence);
  return evidence;
}

function pageOf(evidence: DrillEvidence): string {
  const { drills } = summarizeRun(FACTS, [], [evidence]);
  assert.ok(drills[0]);
  return drillPage(FACTS, drills[0], { evidence, logs: [], timeline: timelinePicture(evidence) });
}

/** What half a million requests over two hours, a history of a million entries, leave in memory. */
const million = (): DrillEvidence['load'] =>
  ['alfresco', 'confluence', 'jira'].map((application) => ({
    application,
    counts: { ok: 166_667, failed: 0, unknown: 0 },
    ended: Array.from({ length: 166_667 }, (_, index) => {
      const outcome: Outcome = index % 1000 === 7 ? 'failed' : 'ok';
      return { at: index * 43.2, outcome, latencyMs: 10 + (index % 90) };
    }),
  }));

void test('the page of a history with a million entries, of which a hundred thousand writes are lost, is a small one', (t) => {
  const lost = Array.from({ length: 100_000 }, (_, index) => `jira issue ${String(index)}`);
  const evidence = sample(t, lost);
  const page = pageOf({
    ...evidence,
    load: million(),
    monitorEvents: Array.from({ length: 50_000 }, (_, index) => ({
      ...{ at: milliseconds(index), error: milliseconds(1), device: 'Jira', tag: 'DOWN' },
      ...{ message: 'm', line: '' },
    })),
  });
  assert.ok(page.length < 2_000_000, `the page has ${String(page.length)} characters`);
  const elements = page.match(/<[a-z]/g)?.length ?? 0;
  assert.ok(elements < 12_000, `the page has ${String(elements)} elements`);
  assert.match(page, /100,000 lost:/);
  assert.ok(
    page.includes(`jira issue ${String(MOST_NAMED - 1)}<`) && !page.includes(`issue ${String(MOST_NAMED)}<`),
  );
  assert.match(page, /99,800 more, in\s+<a href="\.\.\/application-crash-confluence\/verdicts\.json">/);
  assert.match(page, /49,800 more are in\s+<a href="[^"]*monitor-events\.jsonl">/);
});

void test('a line of a megabyte in the evidence is shown by its beginning', (t) => {
  const evidence = sample(t);
  const [step] = evidence.runbook?.steps ?? [];
  assert.ok(step && evidence.runbook);
  const page = pageOf({
    ...evidence,
    runbook: { ...evidence.runbook, steps: [{ ...step, observed: 'x'.repeat(1_000_000) }] },
  });
  assert.match(page, /x{4000} … and 996,000 more characters in the evidence/);
  assert.ok(page.length < 400_000, `the page has ${String(page.length)} characters`);
});

void test('requests, latency and the error bar of a phase are drawn', (t) => {
  const evidence = sample(t);
  const page = pageOf(evidence);
  for (const word of [
    'confluence (req/s)',
    'latency',
    'median latency',
    'longest latency',
    'failed or unknown',
  ])
    assert.ok(page.includes(`>${word}</text>`), word);
  const { judgement } = evidence;
  assert.ok(judgement);
  const [first, ...rest] = judgement.phases;
  assert.ok(first);
  const unsure = { ...first, to: { ...first.to, error: milliseconds(1500) } };
  const strokes = (text: string) => text.match(/stroke="#555"/g)?.length ?? 0;
  const wide = pageOf({ ...evidence, judgement: { ...judgement, phases: [unsure, ...rest] } });
  assert.equal(strokes(wide) - strokes(page), 3);
});

void test('the page of a planned operation says how long people could not work, and not that nothing recovered', (t) => {
  const evidence = sample(t);
  assert.ok(evidence.judgement);
  const { recoveryMs, ...judgement } = evidence.judgement;
  assert.equal(recoveryMs, 7000);
  const interruption = { checker: 'interruption', result: 'met' as const, reason: '' };
  const page = pageOf({
    ...evidence,
    judgement: { ...judgement, verdicts: [{ ...interruption, measures: { interruptionMs: 1900 } }] },
  });
  assert.match(page, /In this planned operation people could not work for 1\.9 s at most\./);
  assert.doesNotMatch(page, /No recovery was seen/);
});
