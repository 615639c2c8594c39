import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bringUp } from '../environment/bring-up';
import { copyOfEnvironment } from '../environment/copy-of-environment';
import { chooseEnvironment } from '../environment/environment-file';
import type { Progress } from '../output/progress';
import { REPORTS_FOLDER } from '../settings';

/** A copy of staging on which one kill follows another, beside other such. */
export interface Stream {
  readonly environment: string;
  /** The environment file. */
  readonly file: string;
  /** Folder of its runs. */
  readonly reports: string;
  /** What the runs and their recoveries say. */
  readonly log: string;
}

/** 10.111.0.0/16, 10.112.0.0/16, …: neither staging's nor the matrix's. */
const FIRST_NETWORK = 111;

/** Brings the stream's environment up, or finds it up. */
export async function openStream(number: number, progress: Progress, signal: AbortSignal): Promise<Stream> {
  const environment = `soak-${String(number)}`;
  const reports = join(REPORTS_FOLDER, environment);
  mkdirSync(reports, { recursive: true, mode: 0o700 });
  const copy = copyOfEnvironment(chooseEnvironment('staging'), environment, FIRST_NETWORK + number - 1);
  (await bringUp(copy, progress, signal)).close();
  const { file } = copy;
  return { environment, file, reports, log: join(reports, 'soak.log') };
}
