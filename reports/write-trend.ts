import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../support/drill/atomic-file';
import { redact } from '../support/drill/redaction/known-secrets';
import { keptRuns } from './trend/kept-runs';
import { trendPage } from './trend/trend-page';
import { trendPath } from './trend/trend-path';

/** Makes the page over all kept runs of an environment; returns its path. */
export function writeTrend(reportsFolder: string, environment: string): string {
  const page = trendPage(environment, keptRuns(reportsFolder, environment));
  const path = trendPath(reportsFolder, environment);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileAtomically(path, redact(page));
  return path;
}
