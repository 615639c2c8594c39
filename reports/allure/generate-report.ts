import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type AllureOutcome =
  { readonly made: true; readonly index: string } | { readonly made: false; readonly reason: string };

/** allure-commandline takes seconds; this is for one that hangs. */
const DEADLINE_MS = 120_000;

/** Makes the Allure 2 report with allure-commandline, which needs Java; without it the reason is returned. */
export async function generateAllureReport(results: string, output: string): Promise<AllureOutcome> {
  if (!existsSync(results))
    return { made: false, reason: 'no Allure report: cucumber left no Allure results' };
  if (!(await answers('java', ['-version']))) {
    return {
      made: false,
      reason: 'no Allure report: allure-commandline needs Java, and there is none on this machine',
    };
  }
  const command = join(dirname(require.resolve('allure-commandline')), 'dist', 'bin', 'allure');
  const ended = await run(command, ['generate', '--clean', '--output', output, results]);
  if (ended.code !== 0)
    return { made: false, reason: `no Allure report: allure-commandline ended with ${ended.text}` };
  const outside = outsideScripts(output);
  if (outside.length > 0) {
    return { made: false, reason: `the Allure report loads scripts from outside: ${outside.join(', ')}` };
  }
  return { made: true, index: join(output, 'index.html') };
}

/** Scripts that a page would load from another host. */
export function outsideScripts(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.html') && statSync(path).isFile())
    .flatMap((path) => scriptSources(readFileSync(path, 'utf8')));
}

export function scriptSources(html: string): string[] {
  return [...html.matchAll(/<script[^>]*\ssrc\s*=\s*["']?((?:https?:)?\/\/[^"'\s>]+)/gi)].map(
    (match) => match[1] ?? '',
  );
}

async function answers(command: string, parameters: readonly string[]): Promise<boolean> {
  return (await run(command, parameters)).code === 0;
}

function run(command: string, parameters: readonly string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    // The report is for its owner only; a program is given its umask by a shell alone.
    const owned = ['-c', 'umask 077 && exec "$@"', 'sh', command, ...parameters];
    const child = spawn('/bin/sh', owned, {
      // Allure 2 leaves its analytics script out for exactly this value.
      env: { ...process.env, ALLURE_NO_ANALYTICS: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: DEADLINE_MS,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
    child.on('error', (error) => resolve({ code: null, text: error.message }));
    child.on('close', (code, signal) =>
      resolve({
        code,
        text: `${code === null ? String(signal) : `code ${String(code)}`}: ${errors.trim().split('\n').at(-1) ?? ''}`,
      }),
    );
  });
}
