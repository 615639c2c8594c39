import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillManifest, Injection, Judgement } from '../drill/evidence';
import { evidenceFiles, loadEvidence, writeJson, writeJudgement } from '../drill/evidence-folder';
import type { LeaseEnd } from '../drill/lease';
import { judge } from '../workload/judge';

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
  const manifest = read<DrillManifest>(join(folder, evidenceFiles.manifest));
  if (manifest === undefined) return undefined;
  const write = (file: string, value: unknown): void => writeJson(join(folder, file), value);
  const injection = read<Injection>(join(folder, evidenceFiles.injection));
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

// The caller names the type of what it reads, as evidence.ts has it.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function read<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}
