import type { Evidence } from '../drill/evidence-folder';
import type { Instant } from '../drill/time';
import type { Phase } from '../drill/timeline';
import { detectionOf } from './detection';
import { first, recoveryOf } from './recovery';

type Ends = readonly (readonly [Phase['name'], Instant | undefined])[];

/**
 * Splits the drill from injection to verification. A phase whose end was not reached, or came before its
 * beginning (the monitor may notice before a request fails), is left out, and the next begins where the last ended. A
 * planned operation is split into what its runbook took and the verification.
 */
export function phasesOf(evidence: Evidence): readonly Phase[] {
  const { timeline, manifest } = evidence;
  const { injected, observable, restored } = recoveryOf(evidence);
  const lastStep = timeline.findLast(({ moment }) => moment === 'step-ended');
  const ends: Ends =
    manifest.operation === undefined
      ? [
          ['unnoticed', observable],
          ['undetected', detectionOf(evidence) ?? first(timeline, 'detected')],
          ['undeclared', first(timeline, 'declared')],
          ['recovering', earlier(lastStep, restored)],
          ['settling', restored],
          ['verifying', first(timeline, 'verified')],
        ]
      : [
          ['operating', lastStep],
          ['verifying', first(timeline, 'verified')],
        ];
  const phases: Phase[] = [];
  let from = manifest.operation === undefined ? injected : first(timeline, 'declared');
  for (const [name, to] of ends) {
    if (from === undefined || to === undefined || to.at <= from.at) continue;
    phases.push({ name, from: bare(from), to: bare(to) });
    from = to;
  }
  return phases;
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.at <= b.at ? a : b;
}

/** Without what an event carries besides its instant. */
function bare({ at, error }: Instant): Instant {
  return { at, error };
}
