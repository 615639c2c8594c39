import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from '../support/drill/evidence';
import { evidenceFiles } from '../support/drill/evidence-folder';
import type { HistoryEvent } from '../support/drill/history';
import type { MonitorEvent, TimelineEvent } from '../support/drill/timeline';
import { drillLoad, type ApplicationLoad } from './drill-load';
import { linesOf } from './lines-of';

/** What the reports read of one drill's folder; parts that a cut-off drill did not reach are absent or empty. */
export interface DrillEvidence {
  /** Relative to the run's folder. */
  readonly folder: string;
  readonly manifest: DrillManifest;
  readonly judgement?: Judgement;
  readonly injection?: Injection;
  readonly runbook?: RunbookRecord;
  /** Of the history: it may have a million entries, so it is never held as a whole. */
  readonly load: readonly ApplicationLoad[];
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
  const manifest = json<DrillManifest>(path(evidenceFiles.manifest));
  if (manifest === undefined) return undefined;
  const judgement = json<Judgement>(path(evidenceFiles.judgement));
  const injection = json<Injection>(path(evidenceFiles.injection));
  const runbook = json<RunbookRecord>(path(evidenceFiles.runbook));
  return {
    folder,
    manifest,
    ...(judgement === undefined ? {} : { judgement }),
    ...(injection === undefined ? {} : { injection }),
    ...(runbook === undefined ? {} : { runbook }),
    load: drillLoad(values<HistoryEvent>(path(evidenceFiles.history))),
    timeline: [...values<TimelineEvent>(path(evidenceFiles.timeline))],
    monitorEvents: [...values<MonitorEvent>(path(evidenceFiles.monitorEvents))],
    hostLogs: names(path(evidenceFiles.hostLogs)),
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
function* values<T>(path: string): Generator<T, void> {
  for (const line of linesOf(path)) {
    try {
      yield JSON.parse(line.text) as T;
    } catch (cause) {
      if (line.ended) throw new Error(`${path}:${String(line.number)}: expected a line of JSON`, { cause });
    }
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
