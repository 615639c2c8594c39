import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { inside } from '../../../fixtures/cloud/inside';
import { readEnvironmentState } from '../../environment/environment-state';
import { environmentAccess } from '../../recovery/ports/environment-access';
import { connectCloud, type Cloud } from '../../cloud/connect-cloud';
import { bringUp } from '../environment/bring-up';
import { chooseEnvironment } from '../environment/environment-file';
import type { Progress } from '../output/progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';
import { TARGET } from './cases';
import { cloudFingerprint } from './cloud-fingerprint';
import { reopenSsh, takeAwayFiller } from './event-leftovers';
import { fingerprintScript, parseFingerprint, type Fingerprint } from './fingerprint';
import { slotEnvironmentText, type SlotTimes } from './slot-environment';

export interface State {
  /** Undefined when the target does not run, or cannot be asked. */
  readonly host: Fingerprint | undefined;
  /** Why it cannot be asked. */
  readonly why?: string;
  readonly cloud: Fingerprint;
}

/** An environment of its own for one case at a time, and what it was like before any. */
export interface Slot {
  readonly environment: string;
  readonly file: string;
  /** For the slot's own files. */
  readonly folder: string;
  /** A small file system of its own for the runs' folders, so that it can be filled. */
  readonly reports: string;
  readonly times: SlotTimes;
  /** Root's shell on the target, through the engine: whatever its sshd and its packet rules do. */
  onTarget(script: string): Promise<string>;
  /** As whoever owns the account: without the right of a run. */
  readonly cloud: Cloud;
  state(): Promise<State>;
  /** Gives back its file system and its connection; the environment stays. */
  close(): void;
}

const REPORTS_MIB = 8;

/** Brings a slot's environment up, or finds it up, and makes its file system for reports. */
export async function openSlot(
  number: number,
  times: SlotTimes,
  progress: Progress,
  signal: AbortSignal,
): Promise<Slot> {
  const environment = `matrix-${String(number)}`;
  const folder = join(STATE_FOLDER, environment);
  const reports = join(folder, 'reports');
  mkdirSync(reports, { recursive: true, mode: 0o700 });
  const file = join(folder, 'environment.yaml');
  writeFileSync(file, slotEnvironmentText(number, times), { mode: 0o600 });
  mountReports(reports);
  await takeBackEvents(environment, signal);
  (await bringUp(chooseEnvironment(file), progress, signal)).close();

  const { connection } = environmentAccess(STATE_FOLDER, environment);
  const cloud = connectCloud({ ...connection, environment });
  const onTarget: Slot['onTarget'] = (script) => insideTarget(environment, cloud, script, signal);
  return {
    environment,
    file,
    folder,
    reports,
    times,
    cloud,
    onTarget,
    async state() {
      const [seen, asked] = await Promise.all([
        cloudFingerprint(environment, cloud, signal),
        // One that is just booting or going down cannot be asked: it is asked again.
        onTarget(fingerprintScript).then(
          (text) => ({ host: parseFingerprint(text) }),
          (error: unknown) => ({ host: undefined, why: lastLine(error) }),
        ),
      ]);
      return { cloud: seen, ...asked };
    },
    close: () => {
      cloud.close();
      execFileSync('umount', [reports], { stdio: 'ignore' });
    },
  };
}

/** The script stands in the error's first lines. */
const lastLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';

/** A matrix that was killed itself may have left a target that nobody can reach, or that is full. */
async function takeBackEvents(environment: string, signal: AbortSignal): Promise<void> {
  if (readEnvironmentState(STATE_FOLDER, environment) === undefined) return;
  if ((await EmbeddedCloud.find(CLOUD_NAME)) === undefined) return;
  const { connection } = environmentAccess(STATE_FOLDER, environment);
  const cloud = connectCloud({ ...connection, environment });
  const script = [takeAwayFiller('/'), takeAwayFiller('/srv/ldap'), reopenSsh].join('; ');
  try {
    // One that does not run has nothing of it in force, and is brought up next.
    await insideTarget(environment, cloud, script, signal).catch(() => undefined);
  } finally {
    cloud.close();
  }
}

async function insideTarget(
  environment: string,
  cloud: Cloud,
  script: string,
  signal: AbortSignal,
): Promise<string> {
  const found = await cloud.instances.find({ Name: TARGET }, signal);
  const running = found.find(({ state }) => state === 'running');
  if (running === undefined) throw new Error(`${TARGET} of ${environment} does not run`);
  return inside(CLOUD_NAME, running.id, script);
}

function mountReports(folder: string): void {
  try {
    execFileSync('mountpoint', ['-q', folder]);
  } catch {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(REPORTS_MIB)}m,mode=0700`, 'tmpfs', folder]);
  }
}
