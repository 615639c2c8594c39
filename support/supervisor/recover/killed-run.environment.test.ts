import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runRecord, type RunRecord } from '../../../reports/run-record';
import { loadEvidence, type Evidence } from '../../drill/evidence-folder';
import type { JournalRecord, LeaseStep } from '../../drill/journal/journal-record';
import { readJournal } from '../../drill/journal/read-journal';
import { milliseconds, minutes, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { openEnvironment } from '../../environment/open-environment';
import { listHostLeases } from '../../hosts/lease/host-lease';
import { environmentAccess } from '../../recovery/ports/environment-access';
import { journalFile } from '../../recovery/run/journal-file';
import { lockHolder } from '../../safety/environment-lock';
import { bringUp } from '../environment/bring-up';
import { chooseEnvironment } from '../environment/environment-file';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { progressTo } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER, STATE_FOLDER } from '../settings';

// A real run is ended in every way in which a run may end. What is to be seen is that nothing is left.

const { signal } = new AbortController();
const FIREDRILL = ['support/supervisor/firedrill.js'];

/** What the runs say is shown where one does not come as far as it is to. */
const said = mkdtempSync(join(tmpdir(), 'killed-run-'));
after(() => rmSync(said, { recursive: true }));

before(async () => {
  mkdirSync(REPORTS_FOLDER, { recursive: true });
  (await bringUp(chooseEnvironment('staging'), progressTo(process.stderr), signal)).close();
});

interface StartedRun {
  readonly run: string;
  readonly folder: string;
  readonly supervisor: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts a real run and waits until its journal has a lease's step, or a record of a type. */
async function runUntil(step: LeaseStep | JournalRecord['type']): Promise<StartedRun> {
  const present = new Set(readdirSync(REPORTS_FOLDER));
  const words = join(said, String(present.size));
  const output = openSync(words, 'w');
  const supervisor = spawn(
    process.execPath,
    [...FIREDRILL, 'run', '--tags', '@scenario:confluence-is-killed'],
    {
      cwd: CHECKOUT,
      stdio: ['ignore', output, output],
    },
  );
  closeSync(output);
  const ended = new Promise<number | string>((resolve) =>
    supervisor.on('exit', (code, by) => resolve(code ?? by ?? 'nothing')),
  );
  const run = await waitUntil({
    subject: `a run whose lease is ${step}`,
    deadline: minutes(3),
    interval: milliseconds(20),
    attempt: seconds(10),
    signal,
    observe: () => {
      const found = readdirSync(REPORTS_FOLDER).find(
        (name) => !present.has(name) && stepsOf(name).includes(step),
      );
      if (found !== undefined) return Promise.resolve({ value: found });
      const seen = `the run said\n${readFileSync(words, 'utf8')}`;
      return Promise.resolve(supervisor.exitCode === null ? { seen } : { hopeless: seen });
    },
  });
  return { run, folder: join(REPORTS_FOLDER, run), supervisor, ended };
}

const recordsOf = (run: string) =>
  readJournal(journalFile(join(REPORTS_FOLDER, run))).entries.map(({ record }) => record);
const stepsOf = (run: string): readonly string[] =>
  recordsOf(run).map((record) => (record.type === 'lease' ? record.step : record.type));
const reportOf = (folder: string): RunRecord =>
  runRecord.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')));
const evidenceIn = (folder: string): Evidence => loadEvidence(join(folder, 'confluence-is-killed'));

/** What is in force on the host that was broken, and whether it runs what it ran. */
async function confluence(): Promise<{ readonly leases: number; readonly unit: string }> {
  const open = await openEnvironment('staging', environmentAccess(STATE_FOLDER, 'staging'));
  try {
    const host = open.host('confluence');
    const leases = (await listHostLeases(host, signal)).filter(({ ended }) => !ended).length;
    const options = { signal, timeout: seconds(20) };
    const unit = (await host.run('systemctl is-active confluence.service', options)).stdout.trim();
    return { leases, unit };
  } finally {
    open.close();
  }
}

const firedrill = (...words: readonly string[]) =>
  spawnSync(process.execPath, [...FIREDRILL, ...words], {
    cwd: CHECKOUT,
    encoding: 'utf8',
    timeout: 400_000,
  });

void test('while a run has the environment a second is refused, and told by whom and since when', async () => {
  const { run, supervisor, ended } = await runUntil('drill-begun');
  // Stopped, it cannot end before all have been refused, however slow the machine is.
  supervisor.kill('SIGSTOP');
  try {
    for (const command of [['run', '--tags', '@jira'], ['up'], ['recover'], ['down']]) {
      const { status, stderr } = firedrill(...command);
      assert.equal(status, HARNESS_FAILED, command.join(' '));
      assert.match(
        stderr,
        new RegExp(`staging is in use by run ${run} since 20\\S+Z \\(process ${String(supervisor.pid)}\\)`),
      );
    }
  } finally {
    supervisor.kill('SIGCONT');
    supervisor.kill('SIGINT');
  }
  assert.ok([0, 2].includes(Number(await ended)));
});

void test('when a run is interrupted what was broken is reverted, and the evidence has its end', async () => {
  const { run, supervisor, ended, folder } = await runUntil('installed');
  supervisor.kill('SIGINT');
  assert.equal(await ended, 2);
  assert.deepEqual(await confluence(), { leases: 0, unit: 'active' });
  assert.ok(stepsOf(run).includes('drill-cut'));
  assert.equal(stepsOf(run).at(-1), 'run-closed');
  const { result, drills } = reportOf(folder);
  assert.equal(result, 'unknown');
  assert.equal(drills[0]?.reason, 'it was cut off: the run was interrupted by SIGINT');
  assert.equal(evidenceIn(folder).injection?.reverted, true);
  assert.ok(existsSync(join(folder, 'confluence-is-killed/host-logs/confluence.log')), 'logs were collected');
});

void test('a second signal hurries, and what was broken is still reverted', async () => {
  const { run, supervisor, ended } = await runUntil('half-installed');
  supervisor.kill('SIGTERM');
  setTimeout(() => supervisor.kill('SIGTERM'), 100);
  assert.equal(await ended, 2);
  assert.deepEqual(await confluence(), { leases: 0, unit: 'active' });
  assert.ok(stepsOf(run).includes('reverted'));
});

void test('when cucumber is killed the supervisor reverts, seals the evidence and reports', async () => {
  const { run, ended, folder } = await runUntil('installed');
  const worker = lockHolder(STATE_FOLDER, 'staging')?.worker;
  assert.ok(worker !== undefined, 'the lock names cucumber');
  process.kill(worker.pid, 'SIGKILL');
  assert.equal(await ended, 2);
  assert.deepEqual(await confluence(), { leases: 0, unit: 'active' });
  assert.deepEqual(stepsOf(run).slice(-3), ['reverted', 'drill-cut', 'run-closed']);
  const manifest = evidenceIn(folder).manifest;
  assert.equal(manifest.cut, 'cucumber ended with SIGKILL');
  assert.ok(manifest.endedAt !== undefined);
  assert.equal(reportOf(folder).result, 'unknown');
});

void test('when the supervisor is killed cucumber ends its drill; recover makes whole and says what it did; resume finishes', async () => {
  const { run, supervisor, ended, folder } = await runUntil('installed');
  supervisor.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL');
  const recovered = firedrill('recover');
  assert.equal(recovered.status, 0, `${recovered.stdout}${recovered.stderr}`);
  assert.match(
    recovered.stdout,
    /staging is back at its golden snapshot: it was held by confluence-is-killed-/,
  );
  assert.match(recovered.stdout, new RegExp(`${run} is closed: unknown`));
  assert.match(recovered.stdout, /staging is clean/);
  assert.equal(reportOf(folder).result, 'unknown');
  assert.equal(evidenceIn(folder).manifest.cut, 'the supervisor has died');
  assert.equal(firedrill('status').status, 0);

  const resumed = firedrill('run', '--resume', run);
  assert.equal(resumed.status, 0, `${resumed.stdout}${resumed.stderr}`);
  const { result, drills } = reportOf(folder);
  assert.deepEqual([result, drills.length], ['met', 1]);
  assert.ok(existsSync(join(folder, 'cut/confluence-is-killed-1/manifest.json')), 'what was cut off is kept');
  assert.deepEqual(
    recordsOf(run).flatMap((record) => (record.type === 'drill-judged' ? [record.result] : [])),
    ['met'],
  );
});
