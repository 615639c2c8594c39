import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { readRunEvidence } from '../reports/drill-evidence';
import { drillPage } from '../reports/html/drill/drill-page';
import { timelinePicture } from '../reports/html/timeline-picture';
import { sampleHistory, writeSampleHistory } from '../reports/sample/sample-history';
import { writeSampleDrill } from '../reports/sample/sample-run';
import { summarizeRun } from '../reports/summarize-run';
import { writeTrend } from '../reports/write-trend';
import type { Comparison } from './compare';

const ENTRIES = [100_000, 1_000_000] as const;
const RUNS = [100, 1000] as const;
/** As many as the catalogue has, about. */
const DRILLS = 180;

export interface ReportBench {
  readonly comparisons: readonly Comparison[];
  readonly close: () => Promise<void>;
}

/**
 * Whether a drill's page and the trend are made in time of a history as long as they are to bear, and whether such a page
 * opens in time; that needs Debian's Chromium.
 */
export async function report(): Promise<ReportBench> {
  const root = mkdtempSync(join(tmpdir(), 'firedrill-bench-'));
  const [hundredThousand, million] = ENTRIES.map((entries) => {
    const folder = join(root, `entries-${String(entries)}`);
    mkdirSync(folder);
    writeSampleDrill(folder, { drill: 'drill' });
    writeHistory(join(folder, 'drill', 'history.jsonl'), entries);
    const file = join(folder, 'drill.html');
    const run = (): void => writeFileSync(file, page(folder));
    run();
    return { name: `${entries.toLocaleString('en')} entries`, file, run };
  });
  const [hundred, thousand] = RUNS.map((runs) => {
    const folder = join(root, `runs-${String(runs)}`);
    writeSampleHistory(folder, sampleHistory({ runs, drills: DRILLS }));
    return { name: `${runs.toLocaleString('en')} runs`, run: () => void writeTrend(folder, 'staging') };
  });
  if (!hundredThousand || !million || !hundred || !thousand) throw new Error('two of each are compared');
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const opening = ({ name, file }: { readonly name: string; readonly file: string }) => ({
    name,
    run: async () => {
      const tab = await browser.newPage();
      await tab.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      await tab.close();
    },
  });
  return {
    comparisons: [
      { title: "a drill's page from its evidence", base: hundredThousand, other: million },
      { title: 'that page opens', base: opening(hundredThousand), other: opening(million) },
      { title: `the trend of ${String(DRILLS)} drills`, base: hundred, other: thousand },
    ],
    close: async () => {
      await browser.close();
      rmSync(root, { recursive: true });
    },
  };
}

function page(folder: string): string {
  const facts = { run: 'run', environment: 'staging', seed: 1, startedAt: '', endedAt: '', notes: [] };
  const evidence = readRunEvidence(folder);
  const [drill] = summarizeRun(facts, [], evidence).drills;
  if (drill === undefined) throw new Error('the sample drill left no evidence');
  const [entry] = evidence;
  const timeline = entry === undefined ? undefined : timelinePicture(entry);
  return drillPage(facts, drill, { evidence: entry, logs: [], timeline });
}

/** Requests over two hours to the three applications, each with its invocation and its end. */
function writeHistory(path: string, entries: number): void {
  const file = openSync(path, 'w');
  const applications = ['alfresco', 'confluence', 'jira'];
  for (let operation = 0; operation < entries / 2; operation++) {
    const at = (operation * 7_200_000) / (entries / 2);
    const key = `Write ${String(operation).padStart(7, '0')}`;
    const facts = { operation, application: applications[operation % 3], kind: 'write', key };
    const sha256 = 'a5845b4f19fe58339177c6f3380969d6352424a6381c3914d52fc9e8b8614d16';
    const lines = [
      { ...facts, at, type: 'invoked', sha256 },
      { ...facts, at: at + 10 + (operation % 90), type: 'ok', id: `id-${key}`, sha256 },
    ];
    writeSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  closeSync(file);
}
