import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from '../support/drill/evidence';
import type { HistoryEvent } from '../support/drill/history';
import type { MonitorEvent, TimelineEvent } from '../support/drill/timeline';

/** What the reports read of one drill's folder; parts that a cut-off drill did not reach are absent or empty. */
export interface DrillEvidence {
  /** Relative to the run's folder. */
  readonly folder: string;
  readonly manifest: DrillManifest;
  readonly judgement?: Judgement;
  readonly injection?: Injection;
  readonly runbook?: RunbookRecord;
  readonly history: readonly HistoryEvent[];
  readonly timeline: readonly TimelineEvent[];
  readonly monitorEvents: readonly MonitorEvent[];
  readonly hostLogs: readonly string[];
}

/** All drills of a run that left a manifest, in the order in which they started. */
export function readRunEvidence(runFolder: string): DrillEvidence[] {
  return readdirSync(runFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readDrillEvidence(runFolder, name) ?? [])
    .sort((a, b) => a.manifest.startedAt.localeCompare(b.manifest.startedAt));
}

function readDrillEvidence(runFolder: string, folder: string): DrillEvidence | undefined {
  const path = (name: string) => join(runFolder, folder, name);
  const manifest = json<DrillManifest>(path('manifest.json'));
  if (manifest === undefined) return undefined;
  const judgement = json<Judgement>(path('verdicts.json'));
  const injection = json<Injection>(path('injection.json'));
  const runbook = json<RunbookRecord>(path('runbook.json'));
  return {
    folder,
    manifest,
    ...(judgement === undefined ? {} : { judgement }),
    ...(injection === undefined ? {} : { injection }),
    ...(runbook === undefined ? {} : { runbook }),
    history: lines<HistoryEvent>(path('history.jsonl')),
    timeline: lines<TimelineEvent>(path('timeline.jsonl')),
    monitorEvents: lines<MonitorEvent>(path('monitor-events.jsonl')),
    hostLogs: names(path('host-logs')),
  };
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// The caller names the type of what it reads: evidence is what drill/evidence.ts says, and a version guards it.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function json<T>(path: string): T | undefined {
  const content = text(path);
  if (content === undefined) return undefined;
  try {
    return JSON.parse(content) as T;
  } catch (cause) {
    throw new Error(`${path}: expected JSON`, { cause });
  }
}

/** A torn last line is what a killed run leaves; a torn line anywhere else is damage and is said. */
function lines<T>(path: string): T[] {
  const content = text(path);
  if (content === undefined) return [];
  const rows = content.split('\n');
  const last = rows.pop();
  const parsed = rows.map((row, index) => {
    try {
      return JSON.parse(row) as T;
    } catch (cause) {
      throw new Error(`${path}:${String(index + 1)}: expected a line of JSON`, { cause });
    }
  });
  if (last !== undefined && last !== '') {
    try {
      parsed.push(JSON.parse(last) as T);
    } catch {
      // Torn.
    }
  }
  return parsed;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
