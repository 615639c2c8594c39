import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { firedrillVersion } from './firedrill-version';

const CHECKOUT = join(__dirname, '../../..');
const DEADLINE_MS = 10_000;

let known: string | undefined;

/**
 * The version with the commit of the checkout as semantic versioning's build metadata: `0.1.0+g1f2e3d4c5b6a`, and `.dirty`
 * at its end where files differ from it. The version alone where there is no git, or no repository of our own.
 */
export function firedrillBuild(): string {
  known ??= [firedrillVersion, commit()].filter((part) => part !== undefined).join('+');
  return known;
}

function commit(): string | undefined {
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', ['-C', CHECKOUT, ...parameters], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: DEADLINE_MS,
    }).trim();
  try {
    if (git('rev-parse', '--show-prefix') !== '') return undefined;
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `g${git('rev-parse', '--short=12', 'HEAD')}${changed ? '.dirty' : ''}`;
  } catch {
    return undefined;
  }
}
