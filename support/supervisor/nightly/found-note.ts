import type { Found } from '../../recovery/run/night-file';
import { plain } from './in-one-line';

/** So many findings are told; all are in `night.json`. */
const TOLD = 3;

/** How the night found its environment and what was done, a sentence for the report; nothing to say of one that was whole. */
export function foundNote(environment: string, found: Found | undefined): string | undefined {
  if (found === undefined || found.state === 'whole') return undefined;
  const took = `in ${String(Math.round(found.took / 1000))} s`;
  if (found.state === 'down') return `${environment} was not up: it was brought up first, ${took}`;
  const more = found.findings.length - TOLD;
  const told = found.findings.slice(0, TOLD).map(plain).join('; ');
  const why = more > 0 ? `${told}; and ${String(more)} more` : told;
  const done = found.rebuilt
    ? 'it could not be mended, so it was ended and provisioned anew'
    : 'it was mended first';
  return `${environment} was found broken (${why}): ${done}, ${took}`;
}

/** The same for the night's line, without the findings. */
export function foundInLine(found: Found | undefined): string | undefined {
  if (found === undefined || found.state === 'whole') return undefined;
  if (found.state === 'down') return 'it was not up, and brought up first';
  return found.rebuilt ? 'it was found broken, and rebuilt first' : 'it was found broken, and mended first';
}
