import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DrillManifest } from './evidence';
import { createEvidenceFolder, loadEvidence } from './evidence-folder';
import { openJournal } from './journal/journal';
import { readJournal } from './journal/read-journal';
import { leaseId } from './lease';
import { learnSecrets } from './redaction/known-secrets';
import { milliseconds } from './time';

const secret = '8d777f385d3dfec8815d20f7496026dc';
const basic = Buffer.from(`root:${secret}`).toString('base64');
learnSecrets([{ name: 'staging/mysql.root', value: secret }]);

const root = mkdtempSync(join(tmpdir(), 'evidence-'));
after(() => rmSync(root, { recursive: true }));

/** A run's folder in which everything says a secret, written as a process with this umask does. */
function writeRun(umask: number): string {
  const before = process.umask(umask);
  try {
    const run = mkdtempSync(join(root, 'run-'));
    const folder = createEvidenceFolder(join(run, 'drill'));
    const at = { at: milliseconds(1), error: milliseconds(1) };
    const said = `"it said ${secret}" and ${basic}`;
    folder.writeManifest({ errors: [said], steadyForMs: milliseconds(1) } as unknown as DrillManifest);
    folder.writeInjection({
      fault: 'no-op',
      changes: [{ target: said, change: said, revert: said }],
      proof: { result: 'installed', observed: said },
      reverted: true,
    });
    folder.writeRunbook({ id: 'a', title: said, steps: [] });
    folder.appendTimeline({ ...at, moment: 'injected', detail: said });
    folder.appendMonitorEvent({ ...at, device: 'Jira', tag: 'DOWN', message: said, line: said });
    folder.appendReadBack({
      application: 'jira',
      key: 'k',
      id: '1',
      origin: 'seed',
      expectedSha256: '',
      found: 'unreadable',
      detail: said,
    });
    const verdict = { checker: 'runbook-followed', result: 'missed', reason: said, measures: {} } as const;
    folder.writeJudgement({ version: 1, drill: 'd', result: 'missed', verdicts: [verdict], phases: [] });
    const journal = openJournal(join(run, 'run.journal'));
    journal.append({ type: 'revert-failed', id: leaseId('no-op', '00000001'), why: said });
    return run;
  } finally {
    process.umask(before);
  }
}

const filesOf = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort();

void test('no file of a run shows a secret that something said, and all can be read again', () => {
  const run = writeRun(0o022);
  const files = filesOf(run).filter((file) => statSync(join(run, file)).isFile());
  assert.deepEqual(files, [
    'drill/injection.json',
    'drill/manifest.json',
    'drill/monitor-events.jsonl',
    'drill/readback.jsonl',
    'drill/runbook.json',
    'drill/timeline.jsonl',
    'drill/verdicts.json',
    'run.journal',
    'run.journal.reserve',
  ]);
  for (const file of files.filter((name) => !name.endsWith('.reserve'))) {
    const text = readFileSync(join(run, file), 'utf8');
    assert.ok(!text.includes(secret) && !text.includes(basic.slice(8, 40)), `${file}: ${text}`);
    assert.match(text, /it said \[redacted: staging\/mysql\.root\]/, file);
  }
  const mark = '"it said [redacted: staging/mysql.root]" and cm9vdD[redacted: staging/mysql.root]==';
  assert.equal(loadEvidence(join(run, 'drill')).timeline[0]?.detail, mark);
  const journal = readJournal(join(run, 'run.journal'));
  assert.equal(journal.damage, undefined, 'the checksums are those of what was written');
  assert.equal(journal.entries.length, 1);
});

for (const umask of [0o000, 0o022, 0o077]) {
  void test(`a run is for its owner only under the umask ${umask.toString(8).padStart(3, '0')}`, () => {
    const run = writeRun(umask);
    for (const file of ['', ...filesOf(run)]) {
      const { mode, isDirectory } = stat(join(run, file));
      assert.equal((mode & 0o777).toString(8), isDirectory ? '700' : '600', file);
    }
    rmSync(run, { recursive: true });
  });
}

function stat(path: string): { readonly mode: number; readonly isDirectory: boolean } {
  const found = statSync(path);
  return { mode: found.mode, isDirectory: found.isDirectory() };
}
