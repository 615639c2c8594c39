import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunEvidence, type DrillEvidence } from '../reports/drill-evidence';
import { timelinePicture } from '../reports/html/timeline-picture';
import { writeSampleDrill } from '../reports/sample/sample-run';
import type { Comparison } from './compare';

const FACTOR = 10;

/** Whether the timeline's picture costs what is drawn, not what the history holds. */
export function report(): Comparison[] {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-bench-'));
  writeSampleDrill(folder);
  const [short] = readRunEvidence(folder);
  rmSync(folder, { recursive: true });
  if (short === undefined) throw new Error('the sample drill left no evidence');
  const long: DrillEvidence = {
    ...short,
    history: Array.from({ length: FACTOR }, () => short.history).flat(),
  };
  const draw = (evidence: DrillEvidence) => () => {
    timelinePicture(evidence);
  };
  return [
    {
      title: `timeline picture: a history of ${String(long.history.length)} events against ${String(short.history.length)}`,
      base: { name: `${String(short.history.length)} events`, run: draw(short) },
      other: { name: `${String(long.history.length)} events`, run: draw(long) },
    },
  ];
}
