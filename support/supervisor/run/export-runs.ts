import { resolve } from 'node:path';
import { readRunEvidence } from '../../../reports/drill-evidence';
import { exportTraces, runTraces, type Trace } from '../../../reports/opentelemetry/export-traces';
import type { Progress } from '../output/progress';
import { readRunRecord } from '../../../reports/read-run-record';

/** Exports the drills of finished runs as traces, to a file or an endpoint; throws where that cannot be done. */
export async function exportRuns(
  folders: readonly string[],
  destination: string,
  progress: Progress,
): Promise<void> {
  const traces: Trace[] = [];
  for (const folder of folders)
    traces.push(...(await runTraces(readRunRecord(folder), readRunEvidence(folder))));
  await exportTraces(traces, destination);
  const where = /^https?:/.test(destination) ? new URL(destination).host : resolve(destination);
  progress(`traces of ${String(traces.length)} drills: ${where}`);
}

/** The same at the end of a run, whose verdict it does not change: what went wrong is said. */
export async function exportAfterRun(
  folders: readonly string[],
  destination: string | undefined,
  progress: Progress,
): Promise<void> {
  if (destination === undefined) return;
  try {
    await exportRuns(folders, destination, progress);
  } catch (error) {
    progress(`the traces were not exported: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What `--otlp` says of itself. */
export const OTLP_OPTION = [
  '--otlp <file or endpoint>',
  'export each drill as a trace, in OTLP: to a file as JSON lines, or to http(s)://…',
] as const;
