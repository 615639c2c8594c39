import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Environment } from '../environment/environment';
import { readEnvironment } from '../environment/read-environment';
import { CHECKOUT } from './settings';

const FOLDER = join('fixtures', 'environments');
const ENDING = '.yaml';

export const DEFAULT_ENVIRONMENT = 'staging';

export interface ChosenEnvironment {
  readonly environment: Environment;
  /** Absolute. */
  readonly file: string;
}

/** `staging` is `fixtures/environments/staging.yaml`; its name inside must be the same. */
export function chooseEnvironment(name: string): ChosenEnvironment {
  const file = join(CHECKOUT, FOLDER, `${name}${ENDING}`);
  if (!existsSync(file)) {
    const known = readdirSync(join(CHECKOUT, FOLDER)).flatMap((entry) =>
      entry.endsWith(ENDING) ? [basename(entry, ENDING)] : [],
    );
    throw new Error(
      `there is no environment "${name}"; expected one of ${known.join(', ')} (${FOLDER}/*${ENDING})`,
    );
  }
  const environment = readEnvironment(file);
  if (environment.name !== name) {
    throw new Error(`${FOLDER}/${name}${ENDING} names itself "${environment.name}"; expected name: ${name}`);
  }
  return { environment, file };
}
