import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Environment } from '../../environment/environment';
import { readEnvironment } from '../../environment/read-environment';
import { CHECKOUT } from '../settings';

const FOLDER = join('fixtures', 'environments');
const ENDING = '.yaml';

export const DEFAULT_ENVIRONMENT = 'staging';

export interface ChosenEnvironment {
  readonly environment: Environment;
  /** Absolute. */
  readonly file: string;
}

/** `staging` is `fixtures/environments/staging.yaml`, whose name inside must be the same; a path is that file. */
export function chooseEnvironment(name: string): ChosenEnvironment {
  if (name.endsWith(ENDING)) {
    const file = resolve(name);
    if (!existsSync(file)) throw new Error(`there is no environment file ${name}`);
    return { environment: readEnvironment(file), file };
  }
  const file = join(CHECKOUT, FOLDER, `${name}${ENDING}`);
  if (!existsSync(file)) {
    const known = readdirSync(join(CHECKOUT, FOLDER)).flatMap((entry) =>
      entry.endsWith(ENDING) ? [basename(entry, ENDING)] : [],
    );
    throw new Error(
      `there is no environment "${name}"; expected one of ${known.join(', ')} (${FOLDER}/*${ENDING}), or a file`,
    );
  }
  const environment = readEnvironment(file);
  if (environment.name !== name) {
    throw new Error(`${FOLDER}/${name}${ENDING} names itself "${environment.name}"; expected name: ${name}`);
  }
  return { environment, file };
}
