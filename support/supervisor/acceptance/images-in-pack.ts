import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision } from '../../../reports/acceptance/decision';
import { EVIDENCE_FOLDER } from '../../../reports/acceptance/pack-layout';
import { evidenceFiles } from '../../drill/evidence-folder';
import type { DrillManifest } from '../../drill/evidence';

/** What the drills of a pack must have been done on. */
export interface DrilledImage {
  /** The environment that they were done on. */
  readonly environment: string;
  readonly instance: string;
  readonly image: string;
}

/**
 * What of a pack that is whole does not speak for an image, a sentence each: it speaks for what each of its drills was done on, by
 * their own evidence.
 */
export function imageProblems(
  pack: string,
  { environment, drills }: Decision,
  drilled: DrilledImage,
): readonly string[] {
  if (environment !== drilled.environment)
    return [`its drills were done on ${environment}, and not on ${drilled.environment}`];
  const others = new Map<string, string[]>();
  for (const { drill } of drills) {
    const image = manifestOf(pack, drill).images?.[drilled.instance] ?? 'an image that they do not tell';
    if (image !== drilled.image) others.set(image, [...(others.get(image) ?? []), drill]);
  }
  return [...others].map(([image, of]) => {
    const some = of.slice(0, 3).join(', ');
    const more = of.length > 3 ? ` and ${String(of.length - 3)} more` : '';
    return `its drills ran ${drilled.instance} of ${image}, and not of ${drilled.image}: ${some}${more}`;
  });
}

const manifestOf = (pack: string, drill: string): Pick<DrillManifest, 'images'> =>
  JSON.parse(
    readFileSync(join(pack, EVIDENCE_FOLDER, drill, evidenceFiles.manifest), 'utf8'),
  ) as DrillManifest;
