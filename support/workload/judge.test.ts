import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEvidenceFolder, loadEvidence, type Evidence } from '../drill/evidence-folder';
import { seconds } from '../drill/time';
import { judge } from './judge';
import { at, evidence, wholeDrill as whole } from './literal-evidence';

function written(given: Evidence): string {
  const path = join(mkdtempSync(join(tmpdir(), 'evidence-')), 'drill');
  const folder = createEvidenceFolder(path);
  folder.writeManifest(given.manifest);
  if (given.injection !== undefined) folder.writeInjection(given.injection);
  if (given.runbook !== undefined) folder.writeRunbook(given.runbook);
  for (const event of given.timeline) folder.appendTimeline(event);
  for (const event of given.monitorEvents) folder.appendMonitorEvent(event);
  for (const each of given.readback) folder.appendReadBack(each);
  for (const event of given.history) appendFileSync(folder.historyFile, `${JSON.stringify(event)}\n`);
  return path;
}

test('what a drill leaves that was cut off amid a request can be written down and read again', () => {
  const [, , , , pending] = whole.history;
  const history = whole.history.slice(0, 2).concat(pending ?? []);
  const [injected] = whole.timeline;
  const judgement = judge({ ...whole, history, timeline: injected === undefined ? [] : [injected] });
  assert.deepEqual(JSON.parse(JSON.stringify(judgement)), judgement);
});

test('a whole drill is met, with its recovery split into phases', () => {
  const judgement = judge(whole);
  assert.equal(judgement.result, 'met', JSON.stringify(judgement.verdicts, undefined, 1));
  assert.equal(judgement.recoveryMs, 5100);
  assert.deepEqual(
    judgement.phases.map(({ name, from, to }) => [name, from.at, to.at]),
    [
      ['unnoticed', 10_000, 11_000],
      ['undetected', 11_000, 12_000],
      ['undeclared', 12_000, 12_500],
      ['recovering', 12_500, 14_000],
      ['settling', 14_000, 15_100],
      ['verifying', 15_100, 30_000],
    ],
  );
});

test('evidence read from its folder is judged as it was in memory, and the folder is for its owner only', () => {
  const path = written(whole);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.deepEqual(judge(loadEvidence(path)), judge(whole));
  assert.throws(() => createEvidenceFolder(path), /already holds evidence/);
  rmSync(path, { recursive: true });
});

test('a torn last line is dropped and leaves the drill unknown; a torn line elsewhere is an error', () => {
  const path = written(whole);
  appendFileSync(join(path, 'history.jsonl'), '{"operation":99,"at":2');
  const judgement = judge(loadEvidence(path));
  assert.equal(judgement.result, 'unknown');
  assert.match(judgement.verdicts.at(-1)?.reason ?? '', /the last line of history\.jsonl is cut off/);
  appendFileSync(join(path, 'history.jsonl'), '\n');
  assert.throws(() => loadEvidence(path), /history\.jsonl:9 is not JSON/);
  rmSync(path, { recursive: true });
});

test('a drill of which nothing is recorded is unknown, and nothing throws', () => {
  const judgement = judge(evidence({}));
  assert.equal(judgement.result, 'unknown');
  assert.deepEqual(judgement.phases, []);
  assert.ok(judgement.verdicts.every(({ result }) => result === 'unknown'));
});

test('trouble in the harness leaves a drill unknown that would be met', () => {
  const judgement = judge({ ...whole, manifest: { ...whole.manifest, errors: ['host logs: time-out'] } });
  assert.equal(judgement.result, 'unknown');
});

test('a drill that was stopped is never met, says by what, and is missed where it had missed', () => {
  const stopped = { condition: 'the monitor has "Bastion" Down', seen: 'it does', at: at(40).at };
  const judgement = judge({ ...whole, manifest: { ...whole.manifest, stopped } });
  assert.equal(judgement.result, 'unknown');
  assert.deepEqual(judgement.verdicts.at(-1), {
    checker: 'stop-conditions',
    result: 'unknown',
    reason: 'The drill was stopped, by the condition that the monitor has "Bastion" Down: it does.',
    measures: {},
  });
  const late = {
    ...whole.manifest,
    stopped,
    expectedDetection: { device: 'Confluence', states: ['Down'], withinMs: seconds(1) },
  };
  assert.equal(judge({ ...whole, manifest: late }).result, 'missed');
});
