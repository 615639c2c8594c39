import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './settings';

/** What the command line and cucumber need of a checkout. */
const PARTS = [
  ...['support', 'scenarios', 'features', 'steps', 'fixtures', 'reports'],
  ...['package.json', 'tsconfig.json', 'cucumber.js'],
];

/**
 * For tests of the command line: copies the checkout into a folder, without its runs, so that locks and state, and a mistake
 * that slips through, are not ours.
 */
export function copyOfCheckout(folder: string): void {
  const runs = join(CHECKOUT, 'reports', 'out');
  const filter = (path: string): boolean => !path.startsWith(runs);
  for (const part of PARTS) cpSync(join(CHECKOUT, part), join(folder, part), { recursive: true, filter });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
}
