import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from './evidence';
import type { HistoryEvent, ReadBack } from './history';
import { parseJsonLines } from './json-lines';
import { redacted } from './redaction/known-secrets';
import type { MonitorEvent, TimelineEvent } from './timeline';

/** The names of a drill's files; see `DrillManifest` for what is in each. */
export const evidenceFiles = {
  manifest: 'manifest.json',
  history: 'history.jsonl',
  timeline: 'timeline.jsonl',
  monitorEvents: 'monitor-events.jsonl',
  injection: 'injection.json',
  runbook: 'runbook.json',
  readback: 'readback.jsonl',
  judgement: 'verdicts.json',
  hostLogs: 'host-logs',
} as const;

/** Everything that is judged. What a drill did not get to is absent or empty, and its checker says so. */
export interface Evidence {
  readonly manifest: DrillManifest;
  readonly history: readonly HistoryEvent[];
  readonly timeline: readonly TimelineEvent[];
  readonly monitorEvents: readonly MonitorEvent[];
  readonly injection?: Injection;
  readonly runbook?: RunbookRecord;
  readonly readback: readonly ReadBack[];
  /** Files whose last line was cut off, as a kill leaves them. */
  readonly torn: readonly string[];
}

/**
 * One drill's folder while it is being written. Every call returns when the bytes are with the kernel, and no secret
 * that the process knows is among them.
 */
export interface EvidenceFolder {
  readonly path: string;
  /** Where the workload's worker appends. */
  readonly historyFile: string;
  /** `host-logs/`, made. */
  readonly hostLogs: string;
  writeManifest(manifest: DrillManifest): void;
  writeInjection(injection: Injection): void;
  writeRunbook(record: RunbookRecord): void;
  writeJudgement(judgement: Judgement): void;
  appendTimeline(event: TimelineEvent): void;
  appendMonitorEvent(event: MonitorEvent): void;
  appendReadBack(readBack: ReadBack): void;
}

/** The one file that may be written again: judging repeats on the same evidence. */
export function writeJudgement(path: string, judgement: Judgement): void {
  writeJson(join(path, evidenceFiles.judgement), judgement);
}

/** A file of the evidence as a whole, without secrets. */
export function writeJson(file: string, value: unknown): void {
  writeFileAtomically(file, `${JSON.stringify(redacted(value), undefined, 2)}\n`);
}

/** Makes the folder, for its owner only (evidence holds host logs). An existing one is an error: evidence is not overwritten. */
export function createEvidenceFolder(path: string): EvidenceFolder {
  if (existsSync(join(path, evidenceFiles.manifest))) throw new Error(`${path} already holds evidence`);
  mkdirSync(join(path, evidenceFiles.hostLogs), { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const json = (file: string) => (value: unknown) => writeJson(join(path, file), value);
  const line = (file: string) => (value: unknown) =>
    appendFileSync(join(path, file), `${JSON.stringify(redacted(value))}\n`, { mode: 0o600 });
  return {
    path,
    historyFile: join(path, evidenceFiles.history),
    hostLogs: join(path, evidenceFiles.hostLogs),
    writeManifest: json(evidenceFiles.manifest),
    writeInjection: json(evidenceFiles.injection),
    writeRunbook: json(evidenceFiles.runbook),
    writeJudgement: (judgement) => writeJudgement(path, judgement),
    appendTimeline: line(evidenceFiles.timeline),
    appendMonitorEvent: line(evidenceFiles.monitorEvents),
    appendReadBack: line(evidenceFiles.readback),
  };
}

/**
 * Reads a folder back. A torn last line is dropped and named in `torn`; any other line that is no JSON, and a
 * missing manifest, is an error that names the file and line.
 */
export function loadEvidence(path: string): Evidence {
  const torn: string[] = [];
  const text = (file: string): string | undefined => {
    const full = join(path, file);
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  };
  const json = (file: string): unknown => {
    const content = text(file);
    return content === undefined ? undefined : (JSON.parse(content) as unknown);
  };
  const lines = (file: string): readonly unknown[] => {
    const parsed = parseJsonLines(file, text(file) ?? '');
    if (parsed.torn) torn.push(file);
    return parsed.values;
  };
  const manifest = json(evidenceFiles.manifest) as DrillManifest | undefined;
  if (manifest === undefined)
    throw new Error(`${path} has no ${evidenceFiles.manifest}: no evidence of a drill`);
  const injection = json(evidenceFiles.injection) as Injection | undefined;
  const runbook = json(evidenceFiles.runbook) as RunbookRecord | undefined;
  const history = [...(lines(evidenceFiles.history) as readonly HistoryEvent[])].sort((a, b) => a.at - b.at);
  return {
    manifest,
    history,
    timeline: lines(evidenceFiles.timeline) as readonly TimelineEvent[],
    monitorEvents: lines(evidenceFiles.monitorEvents) as readonly MonitorEvent[],
    readback: lines(evidenceFiles.readback) as readonly ReadBack[],
    ...(injection === undefined ? {} : { injection }),
    ...(runbook === undefined ? {} : { runbook }),
    torn,
  };
}
