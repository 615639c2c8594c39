import { redact } from '../../support/drill/redaction/known-secrets';
import type { DrillEvidence } from '../drill-evidence';
import { timelinePicture } from '../html/timeline-picture';
import { allowed } from './harmless-text';
import type { Picture } from './page';

/** The drill's timeline, the same as in the HTML report, as a picture of its own. */
export function timelineAttachment(evidence: DrillEvidence): Picture {
  const { html: svg } = timelinePicture(evidence);
  return { name: `timeline-${evidence.manifest.drill}.png`, svg: redact(allowed(sameIds(svg))) };
}

/** The charting library counts its ids through the process: counted through the picture, the same drill makes the same one. */
function sameIds(svg: string): string {
  const known = new Map<string, string>();
  return svg.replace(/\bzr\d+-[a-z]+-?\d+\b/g, (id) => {
    const same = known.get(id) ?? `zr-${String(known.size)}`;
    known.set(id, same);
    return same;
  });
}
