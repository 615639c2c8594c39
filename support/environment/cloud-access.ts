import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { learnSecrets } from '../drill/redaction/known-secrets';
import type { Environment } from './environment';
import { CLOUD_SECRET } from './kept-secrets';
import type { EnvironmentAccess } from './open-environment';

/** What `.firedrill/cloud.json` holds: how the embedded cloud of this checkout is reached. */
export interface KeptCloud {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const FILE = 'cloud.json';

export function keepCloud(stateFolder: string, cloud: KeptCloud): void {
  learn(cloud);
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  writeFileSync(join(stateFolder, FILE), JSON.stringify(cloud), { mode: 0o600 });
}

export function keptCloud(stateFolder: string): KeptCloud | undefined {
  const file = join(stateFolder, FILE);
  if (!existsSync(file)) return undefined;
  try {
    const cloud = JSON.parse(readFileSync(file, 'utf8')) as KeptCloud;
    learn(cloud);
    return cloud;
  } catch {
    // The parser's own error quotes what stands around the mistake.
    throw new Error(`${file} does not tell how the embedded cloud is reached; run: npx firedrill clean`);
  }
}

const learn = ({ credentials }: KeptCloud): void =>
  learnSecrets([{ name: CLOUD_SECRET, value: credentials.secretAccessKey }]);

/** How an environment's cloud is reached, starting nothing. Throws where the embedded cloud was never started. */
export function cloudAccess(environment: Environment, stateFolder: string): EnvironmentAccess {
  const { endpoint, region } = environment.cloud;
  // Amazon's endpoint takes its credentials where the SDK finds them.
  if (endpoint !== 'embedded') return { stateFolder, connection: { endpoint, region } };
  const connection = keptCloud(stateFolder);
  if (connection === undefined) {
    throw new Error(`${environment.name} is not up; run: npx firedrill up ${environment.name}`);
  }
  return { stateFolder, connection };
}
