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

/** The charting library numbers its pictures through the process; a picture of its own needs no number, and no change. */
const sameIds = (svg: string): string => svg.replace(/\bzr\d+-/g, 'zr-');
