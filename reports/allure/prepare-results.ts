import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../../support/drill/redaction/known-secrets';
import type { RunRecord } from '../run-record';
import { HARNESS, NOT_KNOWN } from './correct-results';

/** Where the files lie by which allure-commandline knows what was before, in results and in a report alike. */
const HISTORY = 'history';

/** By what somebody must do about them; the first that fits a result has it. */
const CATEGORIES = [
  { name: 'Missed: an objective was not kept', matchedStatuses: ['failed'] },
  {
    name: 'Harness: Firedrill itself failed, the plan was not judged',
    matchedStatuses: ['broken'],
    traceRegex: `${HARNESS}.*`,
  },
  {
    name: 'Unknown: the evidence does not tell whether the objectives were kept',
    matchedStatuses: ['broken'],
    traceRegex: `${NOT_KNOWN}.*`,
  },
  {
    name: 'Flaky: met this time, but its verdict has changed though nothing else had',
    matchedStatuses: ['passed'],
    flaky: true,
  },
];

/**
 * What allure-commandline reads beside the results: its categories, who ran it, in what environment, and the history of the
 * report before, which it carries on.
 *
 * @param before the Allure report of the run before; undefined where there is none
 */
export function prepareResults(folder: string, run: RunRecord, before: string | undefined): void {
  const json = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), redact(JSON.stringify(value, undefined, 2)), { mode: 0o600 });
  json('categories.json', CATEGORIES);
  json('executor.json', {
    name: 'Firedrill',
    type: 'firedrill',
    buildName: run.run,
    // By it Allure puts runs in their order.
    buildOrder: Math.floor(Date.parse(run.startedAt) / 1000),
    reportName: `Firedrill: ${run.environment}`,
    reportUrl: `../../${encodeURIComponent(run.run)}/allure-report/index.html`,
    buildUrl: `../../${encodeURIComponent(run.run)}/index.html`,
  });
  writeFileSync(join(folder, 'environment.properties'), redact(environmentProperties(run)), { mode: 0o600 });
  rmSync(join(folder, HISTORY), { recursive: true, force: true });
  const history = before === undefined ? undefined : join(before, HISTORY);
  if (history !== undefined && existsSync(history))
    cpSync(history, join(folder, HISTORY), { recursive: true });
}

/** In Java's format, where a backslash, `=` and `:` in a key and what is beyond Latin-1 have to be written otherwise. */
function environmentProperties({ environment, seed, drills }: RunRecord): string {
  const versions = new Map(drills.flatMap((drill) => Object.entries(drill.versions)));
  const standIns = [...new Set(drills.flatMap((drill) => drill.standIns))].sort();
  const entries: readonly (readonly [string, string])[] = [
    ['environment', environment],
    ['seed', String(seed)],
    ['stand-ins', standIns.length === 0 ? 'none' : standIns.join(', ')],
    ...[...versions].sort(([a], [b]) => a.localeCompare(b)),
  ];
  return entries
    .map(([key, value]) => `${escaped(key).replace(/[ =:#!]/g, '\\$&')}=${escaped(value)}\n`)
    .join('');
}

const escaped = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
