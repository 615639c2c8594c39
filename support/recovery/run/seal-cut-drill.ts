import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Judgement } from '../../drill/evidence';
import { evidenceFiles, loadEvidence, writeJson, writeJudgement } from '../../drill/evidence-folder';
import type { LeaseEnd } from '../../drill/lease';
import { judge } from '../../workload/judge';

/**
 * Ends the evidence of a drill whose process is gone: what cut it, how its fault ended, and the verdict, which is
 * unknown. What is there stays. Undefined where the drill had not begun to write any.
 */
export function sealCutDrill(
  folder: string,
  why: string,
  ends: readonly LeaseEnd[],
  now: Date,
): Judgement | undefined {
  if (!existsSync(join(folder, evidenceFiles.manifest))) return undefined;
  const { manifest, injection } = loadEvidence(folder);
  const write = (file: string, value: unknown): void => writeJson(join(folder, file), value);
  if (injection !== undefined) {
    const all = [...(injection.ends ?? []), ...ends];
    write(evidenceFiles.injection, {
      ...injection,
      reverted: injection.reverted || ends.length > 0,
      ends: all,
    });
  }
  const endedAt = manifest.endedAt ?? now.toISOString();
  write(evidenceFiles.manifest, { ...manifest, endedAt, cut: manifest.cut ?? why });
  const judgement = judge(loadEvidence(folder));
  writeJudgement(folder, judgement);
  return judgement;
}
