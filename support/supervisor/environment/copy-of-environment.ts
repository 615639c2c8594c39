import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseEnvironment, type ChosenEnvironment } from './environment-file';
import { STATE_FOLDER } from '../settings';

/**
 * An environment like another, by a file of its own below `.firedrill/<name>/`: with another name and another network, so
 * that both can be up beside each other. Nothing is brought up.
 * @param network the second byte of its addresses: 10.<network>.0.0/16
 */
export function copyOfEnvironment(
  { environment, file }: ChosenEnvironment,
  name: string,
  network: number,
): ChosenEnvironment {
  const folder = join(STATE_FOLDER, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, 'environment.yaml');
  const [first = '', second = ''] = environment.network.cidr.split('.');
  const text = readFileSync(file, 'utf8')
    .replace(`name: ${environment.name}\n`, `name: ${name}\n`)
    .replaceAll(`.${environment.name}.`, `.${name}.`)
    .replaceAll(new RegExp(`\\b${first}\\.${second}\\.`, 'g'), `10.${String(network)}.`);
  writeFileSync(copy, text, { mode: 0o600 });
  return chooseEnvironment(copy);
}
