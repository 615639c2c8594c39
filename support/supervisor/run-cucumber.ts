import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from './settings';

export interface CucumberRun {
  readonly run: string;
  readonly environment: string;
  readonly seed: number;
  readonly tags?: string;
}

export interface CucumberEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Cucumber as a child of the supervisor, which outlives it. Resolves when it has ended, however it ended. */
export function runCucumber({ run, environment, seed, tags }: CucumberRun): Promise<CucumberEnd> {
  const parameters = [join(CHECKOUT, 'node_modules/@cucumber/cucumber/bin/cucumber.js')];
  if (tags !== undefined) parameters.push('--tags', tags);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, {
      cwd: CHECKOUT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        FIREDRILL_RUN: run,
        FIREDRILL_ENVIRONMENT: environment,
        FIREDRILL_SEED: String(seed),
      },
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
}
