import { redact } from '../../drill/redaction/known-secrets';
import type { TimelineEvent } from '../../drill/timeline';

const LENGTH = 140;

/** A moment of a drill for whoever watches: `  +12.3 s  detected: Confluence: DOWN …`; none for a step's beginning. */
export function momentLine({ at, moment, outcome, step, detail }: TimelineEvent): string | undefined {
  if (moment === 'step-started') return undefined;
  const what = step === undefined ? moment : `step ${String(step)} ${outcome ?? 'ended'}`;
  // Before the line is cut: what is left of a secret may be too short to be known by.
  const line = `+${(at / 1000).toFixed(1)} s  ${what}: ${redact(detail).replaceAll('\n', ' ')}`;
  return `  ${line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line}`;
}
