import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringUp } from '../bring-up';
import { chooseEnvironment } from '../environment-file';
import type { Progress } from '../progress';
import { REPORTS_FOLDER, STATE_FOLDER } from '../settings';

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
  const folder = join(STATE_FOLDER, environment);
  const reports = join(REPORTS_FOLDER, environment);
  for (const each of [folder, reports]) mkdirSync(each, { recursive: true, mode: 0o700 });
  const file = join(folder, 'environment.yaml');
  writeFileSync(file, copyOfStaging(environment, FIRST_NETWORK + number - 1), { mode: 0o600 });
  (await bringUp(chooseEnvironment(file), progress, signal)).close();
  return { environment, file, reports, log: join(reports, 'soak.log') };
}

function copyOfStaging(name: string, network: number): string {
  const { environment, file } = chooseEnvironment('staging');
  const [first = '', second = ''] = environment.network.cidr.split('.');
  return readFileSync(file, 'utf8')
    .replace(`name: ${environment.name}\n`, `name: ${name}\n`)
    .replaceAll(`.${environment.name}.`, `.${name}.`)
    .replaceAll(new RegExp(`\\b${first}\\.${second}\\.`, 'g'), `10.${String(network)}.`);
}
