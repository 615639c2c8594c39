import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { VolumeId } from '../../cloud/ids';
import { loadEvidence } from '../../drill/evidence-folder';
import { milliseconds, minutes, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import type { Environment, MonitoredDevice } from '../../environment/environment';
import { monitoredDevices } from '../../environment/monitored-devices';
import { openEnvironment, type OpenEnvironment } from '../../environment/open-environment';
import { untilSteady } from '../../environment/steady-state';
import { mustRun } from '../../hosts/shell';
import { connectMonitor } from '../../monitoring/intermapper';
import { environmentAccess } from '../../recovery/ports/environment-access';
import { operationsOf } from '../../workload/operations';
import { bringUp } from '../environment/bring-up';
import { chooseEnvironment } from '../environment/environment-file';
import { progressTo } from '../output/progress';
import { driveDrill, type SabotagedEnd } from './sabotaged-drill';
import { CHECKOUT, STATE_FOLDER } from '../settings';

// Recovery is sabotaged, and the harness must find it: a drill that cannot fail proves nothing.

const signal = new AbortController().signal;
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'sabotage-'));
  folders.push(made);
  return made;
};

before(async () => {
  (await bringUp(chooseEnvironment('staging'), progressTo(process.stderr), signal)).close();
});
after(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

/** With what is known of staging now: drills replace instances, and so their host keys. */
async function onStaging<T>(act: (open: OpenEnvironment) => Promise<T>): Promise<T> {
  const open = await openEnvironment('staging', environmentAccess(STATE_FOLDER, 'staging'));
  try {
    return await act(open);
  } finally {
    open.close();
  }
}

/** The sentence of one checker, shown as the report shows it. */
function reasonOf(
  { judgement, failure }: SabotagedEnd,
  checker: string,
  say: (line: string) => void,
): string {
  say(`${judgement.drill} is ${judgement.result}; it ended early by: ${failure?.message ?? 'nothing'}`);
  for (const each of judgement.verdicts) say(`${each.checker} ${each.result}: ${each.reason}`);
  return judgement.verdicts.find((each) => each.checker === checker)?.reason ?? '';
}

/** Until so many more writes are acknowledged: without one there is nothing to lose. */
async function untilAcknowledged(more: number, evidence: string): Promise<void> {
  const count = (): number =>
    operationsOf(loadEvidence(evidence).history).filter(
      ({ kind, outcome }) => kind === 'write' && outcome === 'ok',
    ).length;
  const before = count();
  await waitUntil({
    subject: `${String(more)} more writes to be acknowledged`,
    deadline: seconds(30),
    interval: milliseconds(100),
    attempt: seconds(5),
    signal,
    observe: () => {
      const made = count() - before;
      return Promise.resolve(made >= more ? { value: made } : { seen: `${String(made)} are` });
    },
  });
}

const assertWhole = (): Promise<void> =>
  // The monitor takes its polls to see everything again after the drill's reset.
  onStaging((open) => untilSteady(open, minutes(1), signal));

function copyOfPlans(): string {
  const root = folder();
  for (const each of ['features', 'scenarios'])
    cpSync(join(CHECKOUT, each), join(root, each), { recursive: true });
  return root;
}

/** A copy of what the drills are described by, with one file changed. */
function copyWith(file: string, change: (text: string) => string, root = copyOfPlans()): string {
  const path = join(root, file);
  const present = readFileSync(path, 'utf8');
  const changed = change(present);
  assert.notEqual(changed, present, `${file} is not changed`);
  writeFileSync(path, changed);
  return root;
}

void test('a database that acknowledges before it syncs loses writes when its power is cut: missed, by id', async (t) => {
  const stopSyncing = (open: OpenEnvironment): Promise<string> =>
    // Left alone InnoDB would still sync once a second; then only the last second's writes are at stake.
    mustRun(
      open.host('mysql'),
      'mysql -e "SET GLOBAL innodb_flush_log_at_timeout = 2700; SET GLOBAL innodb_flush_log_at_trx_commit = 0"',
      { signal, timeout: seconds(20), sudo: true },
    );
  const end = await driveDrill({
    root: CHECKOUT,
    id: 'mysql-loses-power',
    runFolder: folder(),
    // While people work: what they work in, their space, project and folder, is on disk already.
    afterBegin: async (evidence) => {
      await onStaging(stopSyncing);
      await untilAcknowledged(10, evidence);
    },
  });
  const reason = reasonOf(end, 'no-acknowledged-write-lost', (line) => t.diagnostic(line));
  assert.equal(end.judgement.result, 'missed');
  assert.match(reason, /^Of \d+ acknowledged writes: [1-9]\d* lost, \d+ corrupted, \d+ unaccounted for/);
  const verdict = end.judgement.verdicts.find(({ checker }) => checker === 'no-acknowledged-write-lost');
  const lost = verdict?.ids?.lost ?? [];
  assert.equal(lost.length, verdict?.measures['lost']);
  for (const id of lost) assert.match(id, /^(confluence|jira|alfresco):.+/);
  await assertWhole();
});

void test("a golden set without the attachments' volume cannot restore damaged files: missed, and it says so", async (t) => {
  const tag = 'firedrill:instance';
  const end = await onStaging(async (open) => {
    const { snapshots, volumes } = open.cloud;
    const left = await snapshots.find({ [tag]: 'alfresco' }, signal);
    // Tags are alike on everything that EC2 has.
    const setTag = async (value: string): Promise<void> => {
      for (const { id } of left) await volumes.setTags(id as string as VolumeId, { [tag]: value }, signal);
    };
    try {
      await setTag('alfresco, left out');
      return await driveDrill({
        root: CHECKOUT,
        id: 'alfresco-documents-are-damaged',
        runFolder: folder(),
        // The drill is over; going back to the golden snapshot needs every volume of it.
        beforeEnd: () => setTag('alfresco'),
      });
    } finally {
      await setTag('alfresco');
    }
  });
  const reason = reasonOf(end, 'runbook-followed', (line) => t.diagnostic(line));
  assert.equal(end.judgement.result, 'missed');
  assert.match(reason, /failed: alfresco of staging has no completed snapshot/);
  await assertWhole();
});

void test('a monitor that polls the wrong port never sees the crash: missed, and it says so', async (t) => {
  const root = copyWith('scenarios/application-crash/confluence-is-killed.yaml', (text) =>
    text.replace('within: 60s }\nfault', 'within: 20s }\nfault'),
  );
  const { environment } = chooseEnvironment('staging');
  const { monitoring } = environment;
  const elsewhere = (device: MonitoredDevice): MonitoredDevice =>
    device.name === 'Confluence' ? { ...jiraOf(environment), name: 'Confluence' } : device;
  let end: SabotagedEnd;
  try {
    await importDevices({
      ...environment,
      monitoring: { ...monitoring, devices: monitoring.devices.map(elsewhere) },
    });
    await onStaging((open) => untilSteady(open, minutes(1), signal));
    end = await driveDrill({ root, id: 'confluence-is-killed', runFolder: folder() });
  } finally {
    // Not before the drill's end: a monitor that is mended while Confluence is down would still report it.
    await importDevices(environment);
  }
  const reason = reasonOf(end, 'detected-by-monitor', (line) => t.diagnostic(line));
  assert.equal(end.judgement.result, 'missed');
  const runbook = end.judgement.verdicts.find(({ checker }) => checker === 'runbook-followed');
  assert.match(
    runbook?.reason ?? '',
    /was not run: .*stopped waiting for the monitor to report "Confluence"/,
  );
  assert.match(reason, /^The monitor never reported "Confluence" Down or Critical or Alarm; it reported/);
  await onStaging((open) => untilSteady(open, minutes(1), signal));
  await assertWhole();
});

/** Tells the monitor what to poll, by its import API. */
const importDevices = (environment: Environment): Promise<void> =>
  onStaging(async (open) => {
    const monitor = connectMonitor(open.monitorAccess());
    try {
      // What the monitor's own host fills in.
      const password = open.secrets.password('user.monitor');
      const devices = monitoredDevices(environment).replaceAll('@@secret:user.monitor@@', password);
      await monitor.importTable('devices', devices, signal);
    } finally {
      monitor.close();
    }
  });

/** Another server's port that answers what is expected of Confluence, so that the device stays green. */
function jiraOf({ monitoring }: Environment): MonitoredDevice {
  const jira = monitoring.devices.find(({ name }) => name === 'Jira');
  assert.ok(jira !== undefined, 'the monitor has a device "Jira"');
  return jira;
}

void test('a runbook without the step that removes the stale lock never gets Jira to serve: missed, and it says why', async (t) => {
  const root = copyWith('scenarios/runbooks/replace-an-instance.yaml', (text) =>
    text
      .replace(/ {2}- title: Remove what the lost instance left behind\n(?: {4}.*\n| {6}.*\n)+/, '')
      .replace('budget: 120s', 'budget: 30s'),
  );
  const end = await driveDrill({ root, id: 'jira-is-terminated', runFolder: folder() });
  const reason = reasonOf(end, 'runbook-followed', (line) => t.diagnostic(line));
  assert.equal(end.judgement.result, 'missed');
  assert.match(reason, /"Wait until it serves", failed: .*500 ERROR.*\.jira-home\.lock exists/);
  await assertWhole();
});

void test('a drill that hurts more than it may is stopped: reverted before its end, unknown, and it says why', async (t) => {
  // Nobody starts Confluence again, which the drill kills: this is met as soon as a window of it has passed.
  const unstarted = copyWith('scenarios/runbooks/restart-an-application.yaml', (text) =>
    text.replace(/ {2}- title: Start the application\n(?: {4}.*\n)+/, ''),
  );
  const root = copyWith(
    'scenarios/application-crash/confluence-is-killed.yaml',
    (text) => text.replace('stop:\n', 'stop:\n  - { requests: confluence, failing: 50%, for: 4s }\n'),
    unstarted,
  );
  const runFolder = folder();
  const evidence = join(runFolder, 'confluence-is-killed');
  const end = await driveDrill({
    root,
    id: 'confluence-is-killed',
    runFolder,
    // Nothing has ended the drill yet, so it is the stop that reverts.
    beforeEnd: async () => {
      await waitUntil({
        subject: 'the fault to be reverted',
        deadline: seconds(60),
        interval: milliseconds(100),
        attempt: seconds(5),
        signal,
        observe: () =>
          Promise.resolve(
            loadEvidence(evidence).injection?.reverted === true
              ? { value: true }
              : { seen: 'it is in force' },
          ),
      });
    },
  });
  const reason = reasonOf(end, 'stop-conditions', (line) => t.diagnostic(line));
  assert.equal(end.judgement.result, 'unknown');
  assert.match(
    reason,
    /^The drill was stopped, by the condition that 50% of the requests to confluence fail for 4 s: \d+ of the \d+ /,
  );
  assert.match(end.failure?.message ?? '', /the drill was stopped/);
  const { manifest, timeline } = loadEvidence(evidence);
  assert.deepEqual(manifest.errors, []);
  const at = (moment: string): number => timeline.find((each) => each.moment === moment)?.at ?? NaN;
  const after = at('stopped') - at('injected');
  assert.ok(after >= 3_500 && after < 15_000, `stopped ${String(after)} ms after the injection`);
  await assertWhole();
});
