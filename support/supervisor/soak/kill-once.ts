import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inside } from '../../../fixtures/cloud/inside';
import { evidenceFiles, loadEvidence } from '../../drill/evidence-folder';
import { readJournal } from '../../drill/journal/read-journal';
import { seconds } from '../../drill/time';
import { openEnvironment, type OpenEnvironment } from '../../environment/open-environment';
import { steadyState } from '../../environment/steady-state';
import { listHostLeases } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { environmentAccess } from '../../recovery/ports/environment-access';
import { journalFile } from '../../recovery/run/journal-file';
import { runState } from '../../recovery/run/run-state';
import { CHECKOUT, CLOUD_NAME, STATE_FOLDER } from '../settings';
import type { Stream } from './stream';

export interface Kill {
  /** From 1; with the seed it says which drill and which instant. */
  readonly number: number;
  /** The failure scenario's id. */
  readonly drill: string;
  /** Milliseconds from the beginning of the run's journal to the SIGKILL. */
  readonly afterMs: number;
}

export interface KillResult extends Kill {
  /** Of the code that was killed; `?` where git cannot tell. */
  readonly revision: string;
  readonly run: string;
  /** The last record in the journal when the supervisor was killed. */
  readonly at: string;
  /** What was left, stuck or lost; empty for a kill that left nothing. */
  readonly wrong: readonly string[];
  readonly recoverMs: number;
}

const TOLERANCE_MS = 5_000;
/** Until applications serve again, and the monitor has seen it. */
const EFFECT_MS = 60_000;
const { signal } = new AbortController();

/** Starts a real run of one drill, kills its supervisor at an instant, and looks what is left: of faults, then of the rest. */
export async function killOnce(kill: Kill, stream: Stream): Promise<Omit<KillResult, 'revision'>> {
  const { drill, afterMs } = kill;
  const { environment, file, reports } = stream;
  const before = new Set(readdirSync(reports));
  const log = openSync(stream.log, 'a', 0o600);
  const supervisor = spawn(
    process.execPath,
    ['support/supervisor/firedrill.js', 'run', '--environment', file, '--tags', `@scenario:${drill}`],
    { cwd: CHECKOUT, stdio: ['ignore', log, log], env: variablesOf(stream) },
  );
  const ended = new Promise<void>((resolve) => supervisor.on('exit', () => resolve()));
  const run = await untilBegun(reports, before, () => supervisor.exitCode !== null);
  const folder = join(reports, run);
  await pause(afterMs);
  const at = lastRecord(folder);
  const written = sizesIn(join(folder, drill));
  supervisor.kill('SIGKILL');
  await ended;
  const since = performance.now();

  const open = await openEnvironment(environment, environmentAccess(STATE_FOLDER, environment));
  const wrong: string[] = [];
  try {
    const limit = open.environment.safety.lease + TOLERANCE_MS;
    wrong.push(...(await faultsLeft(open, limit, since)).map((each) => `a fault stayed: ${each}`));
    // Before anybody recovers anything: what was put back must be as it was, and not only be said to be.
    if (!holdsEnvironment(folder) && !isResetting(folder) && !recoveryBegan(join(folder, drill)))
      wrong.push(...(await effectsLeft(open)).map((each) => `its effect stayed: ${each}`));
  } finally {
    open.close();
  }
  const began = performance.now();
  const code = await recover(stream, log);
  const recoverMs = Math.round(performance.now() - began);
  closeSync(log);
  if (code !== 0) wrong.push(`recover ended with ${String(code)}`);
  wrong.push(...(await stuck(environment)).map((each) => `stuck: ${each}`));
  wrong.push(...lostEvidence(folder, drill, written).map((each) => `evidence: ${each}`));
  return { ...kill, run, at, wrong, recoverMs };
}

const variablesOf = ({ reports }: Stream): NodeJS.ProcessEnv => ({
  ...process.env,
  FIREDRILL_REPORTS: reports,
});

/** The run's folder with a journal that it has begun. */
async function untilBegun(
  reports: string,
  before: ReadonlySet<string>,
  hasEnded: () => boolean,
): Promise<string> {
  const until = performance.now() + 300_000;
  for (;;) {
    const fresh = readdirSync(reports).filter((name) => !before.has(name));
    const begun = fresh.find((name) => existsSync(journalFile(join(reports, name))));
    if (begun !== undefined) return begun;
    if (hasEnded()) throw new Error('the run ended before it had begun');
    if (performance.now() > until) throw new Error('the run did not begin within 5 min');
    await pause(20);
  }
}

function lastRecord(folder: string): string {
  const record = readJournal(journalFile(folder)).entries.at(-1)?.record;
  if (record === undefined) return 'nothing';
  return record.type === 'lease' ? record.step : record.type;
}

const sizesIn = (folder: string): ReadonlyMap<string, number> =>
  new Map(
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => [name, statSync(join(folder, name)).size]),
  );

/** Asks until no lease is in force any more, or the time of a lease has passed. */
async function faultsLeft(open: OpenEnvironment, limit: number, since: number): Promise<readonly string[]> {
  for (;;) {
    const asked = performance.now();
    const left = await leasesInForce(open).catch((error: unknown) => [`not known: ${String(error)}`]);
    if (left.length === 0) return [];
    if (asked - since > limit) return left;
    await pause(500);
  }
}

async function leasesInForce(open: OpenEnvironment): Promise<readonly string[]> {
  const inCloud = (await open.cloud.leases.find(signal)).filter(({ state }) => state === 'held');
  const running = (await open.cloud.instances.find({}, signal)).filter(({ state }) => state === 'running');
  // Through the engine, whatever the fault does to SSH. What cannot be asked may have a fault: it is asked again.
  const onHosts = await Promise.all(
    running.map(async ({ id, tags }) => {
      const leases = await listHostLeases(asRootInside(id), AbortSignal.timeout(seconds(20)));
      return leases.filter(({ ended }) => !ended).map((each) => `${each.id} on ${tags['Name'] ?? id}`);
    }),
  );
  return [...inCloud.map(({ id, resource }) => `${id} on ${resource}`), ...onHosts.flat()];
}

const asRootInside = (instance: string): Shell => ({
  run: async (command) => ({ code: 0, stdout: await inside(CLOUD_NAME, instance, command), stderr: '' }),
});

/** Whether a lease of the run is on the environment itself: then nothing less than the golden snapshot puts back. */
const holdsEnvironment = (folder: string): boolean =>
  readJournal(journalFile(folder)).entries.some(
    ({ record }) =>
      record.type === 'lease' &&
      record.step === 'arming' &&
      record.parts.some(({ kind }) => kind === 'environment'),
  );

/** Whether the kill came while all was going back to the golden snapshot: what is down then is down by that. */
const isResetting = (folder: string): boolean => {
  const records = readJournal(journalFile(folder)).entries.map(({ record }) => record.type);
  return records.lastIndexOf('resetting') > records.lastIndexOf('reset');
};

/** What a runbook has changed since, as a volume that it has grown, is no effect of the fault. */
const recoveryBegan = (evidence: string): boolean =>
  existsSync(join(evidence, evidenceFiles.manifest)) &&
  loadEvidence(evidence).timeline.some(({ moment }) => moment === 'declared');

/** What is not as it should be, besides records of leases: an application that was started again is given time to serve. */
async function effectsLeft(open: OpenEnvironment): Promise<readonly string[]> {
  const until = performance.now() + EFFECT_MS;
  for (;;) {
    const findings = (await steadyState(open, signal)).filter(
      (each) => !/ has the lease | is to go back to its golden snapshot/.test(each),
    );
    if (findings.length === 0 || performance.now() > until) return findings;
    await pause(500);
  }
}

function recover(stream: Stream, log: number): Promise<number> {
  const child = spawn(process.execPath, ['support/supervisor/firedrill.js', 'recover', stream.file], {
    cwd: CHECKOUT,
    stdio: ['ignore', log, log],
    env: variablesOf(stream),
    timeout: 600_000,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 255));
  });
}

async function stuck(environment: string): Promise<readonly string[]> {
  const open = await openEnvironment(environment, environmentAccess(STATE_FOLDER, environment));
  try {
    return await steadyState(open, signal);
  } finally {
    open.close();
  }
}

/** What was on disk at the kill must be there, readable, judged, and told in the run's report. */
function lostEvidence(
  folder: string,
  drill: string,
  written: ReadonlyMap<string, number>,
): readonly string[] {
  const wrong: string[] = [];
  const state = runState(readJournal(journalFile(folder)));
  if (state.damaged !== undefined) wrong.push(`the journal is damaged: ${state.damaged}`);
  if (!state.closed) wrong.push('the run is not closed');
  if (!existsSync(join(folder, 'run.json'))) wrong.push('there is no report');
  const evidence = join(folder, drill);
  for (const [name, size] of written) {
    const now = existsSync(join(evidence, name)) ? statSync(join(evidence, name)).size : 0;
    if (now < size) wrong.push(`${name} had ${String(size)} bytes and has ${String(now)}`);
  }
  if (!existsSync(join(evidence, evidenceFiles.manifest))) return wrong;
  try {
    const { manifest } = loadEvidence(evidence);
    if (manifest.endedAt === undefined) wrong.push('the drill has no end');
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  if (!existsSync(join(evidence, evidenceFiles.judgement))) wrong.push('the drill was not judged');
  else JSON.parse(readFileSync(join(evidence, evidenceFiles.judgement), 'utf8'));
  return wrong;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
