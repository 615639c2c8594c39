import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../settings';

/** The program of the base image that makes a host ready for its application. */
const PROGRAM = join(CHECKOUT, 'fixtures', 'images', 'base', 'files', 'bin', 'firedrill-init');

/** A step of it: what it does in words, and whether it asks the bastion for it. */
export interface InitStep {
  readonly call: string;
  readonly text: string;
  readonly asksBastion: boolean;
}

/** `%s` is the limit that the program gives the call, in seconds. */
const WORDS: Readonly<Record<string, { readonly text: string; readonly asksBastion?: true } | 'no step'>> = {
  'instance.load': { text: 'reads what it was told of itself' },
  'instance.clear_done': { text: 'is not ready until it says so again' },
  'data_device.find': { text: 'finds the data volume, for which it waits %s s' },
  'data_volume.bring_up': { text: 'formats it if it is blank, mounts it, grows its file system to its size' },
  // The bastion alone: it ends here until its configuration is imported.
  'configuration.imported': 'no step',
  'instance.alone': 'no step',
  'configuration.obtain': {
    text: 'configuration at its revision (git) and the secrets of its role, for which it asks as long as it was told (`configurationSeconds`); once it has both at this revision it does not ask again',
    asksBastion: true,
  },
  'configuration.apply': { text: 'installs both, and loads the host’s firewall' },
  'baseline.take': { text: 'notes what its files are, for the check of integrity' },
  'instance.write_done': { text: 'is ready: `/run/firedrill/init-done` has the revision' },
};

/** The steps of the program in its order. Throws where it has one that there are no words for. */
export function initSteps(program: string = readFileSync(PROGRAM, 'utf8')): readonly InitStep[] {
  const [, main = ''] = /def main\(\)[^\n]*\n([\s\S]*?)\n\n\n/.exec(program) ?? [];
  const calls = [
    ...main.matchAll(/\b((?:instance|data_device|data_volume|configuration|baseline)\.[a-z_]+)\(([^)]*)/g),
  ];
  if (calls.length === 0) throw new Error('firedrill-init has no steps in its main()');
  return calls.flatMap(([, call = '', given = '']) => {
    const words = WORDS[call];
    if (words === undefined)
      throw new Error(`firedrill-init calls ${call}, and its documentation has no words for it`);
    if (words === 'no step') return [];
    const [, limit = ''] = /deadline_seconds=(\d+)/.exec(given) ?? [];
    return [{ call, text: words.text.replace('%s', limit), asksBastion: words.asksBastion === true }];
  });
}
