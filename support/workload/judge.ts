import type { Judgement } from '../drill/evidence';
import type { Evidence } from '../drill/evidence-folder';

/** Judges a drill from its evidence alone: `judge(loadEvidence(folder))`, now or years later. */
export function judge(evidence: Evidence): Judgement {
  throw new Error(`being written: ${evidence.manifest.drill}`);
}
