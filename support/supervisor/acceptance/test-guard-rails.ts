import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Folders and files with the tests of what keeps faults in bounds; none needs an environment. */
const OF_GUARD_RAILS = [
  'support/safety',
  'support/cloud/lease',
  'support/cloud/guard-everywhere.test.ts',
  'support/supervisor/environment/protected.test.ts',
];

export interface TestedGuardRails {
  readonly passed: number;
  readonly failed: number;
  /** Why nothing is known. */
  readonly why?: string;
  /** What the tests said, as TAP. */
  readonly output: string;
}

/** Runs the tests of the guard rails of a checkout, as `npm run test:unit` does. */
export async function testGuardRails(checkout: string, signal: AbortSignal): Promise<TestedGuardRails> {
  const files = OF_GUARD_RAILS.flatMap((each) =>
    each.endsWith('.ts')
      ? [each]
      : readdirSync(join(checkout, each))
          .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.environment.test.ts'))
          .map((name) => join(each, name)),
  );
  // A test that starts tests would have them report to it.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const child = spawn(
    process.execPath,
    ['-r', './support/register.js', '--test', '--test-reporter=tap', '--test-timeout=300000', ...files],
    { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'], signal },
  );
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(undefined));
  });
  const [why, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { ...resultOf(stdout), ...(why === undefined ? {} : { why }), output: stdout + stderr };
}

/** What the last lines of TAP count. What was skipped or cancelled has not passed. */
export function resultOf(tap: string): Pick<TestedGuardRails, 'passed' | 'failed' | 'why'> {
  const count = (what: string): number | undefined => {
    const found = new RegExp(`^# ${what} (\\d+)$`, 'm').exec(tap)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [passed, failed, cancelled] = [count('pass'), count('fail'), count('cancelled')];
  if (passed === undefined || failed === undefined || cancelled === undefined)
    return { passed: 0, failed: 0, why: 'they came to no end' };
  return { passed, failed: failed + cancelled };
}
