import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../support/drill/atomic-file';
import { evidenceFiles } from '../support/drill/evidence-folder';
import { redact } from '../support/drill/redaction/known-secrets';
import type { DrillEvidence } from './drill-evidence';
import { hostLogExcerpts } from './host-log-excerpts';
import { drillPage } from './html/drill/drill-page';
import { DRILL_PAGES, drillPagePath } from './html/drill/drill-page-path';
import { instantsOf } from './html/drill/instants';
import type { Markup } from './html/markup';
import type { RunRecord } from './run-record';

/** Writes each drill's page into the run's folder. */
export function writeDrillPages(
  runFolder: string,
  record: RunRecord,
  evidence: ReadonlyMap<string, DrillEvidence>,
  pictures: ReadonlyMap<string, Markup>,
): void {
  mkdirSync(join(runFolder, DRILL_PAGES), { recursive: true, mode: 0o700 });
  for (const drill of record.drills) {
    const entry = evidence.get(drill.drill);
    const logs = entry === undefined ? [] : logsOf(runFolder, entry);
    const page = drillPage(record, drill, { evidence: entry, logs, timeline: pictures.get(drill.drill) });
    writeFileAtomically(join(runFolder, drillPagePath(drill.drill)), redact(page));
  }
}

function logsOf(runFolder: string, entry: DrillEvidence): ReturnType<typeof hostLogExcerpts> {
  const started = Date.parse(entry.manifest.startedAt);
  const instants = instantsOf(entry).map(({ at }) => started + at);
  const folder = join(runFolder, entry.folder, evidenceFiles.hostLogs);
  return hostLogExcerpts(folder, entry.hostLogs, instants);
}
