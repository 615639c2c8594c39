import { locationText } from '../../../support/drill/lease';
import { shareText } from '../../../support/drill/stop-condition';
import type { DrillEvidence } from '../../drill-evidence';
import { writeCounts } from '../../drill-figures';
import type { DrillRecord } from '../../run-record';
import { duration } from '../units';

/** A lease may end without anything that it puts back: what only the golden snapshot brings back, a host that was started again. */
export function revertInWords(injected: DrillEvidence['injection']): string {
  if (injected?.reverted !== true) return '';
  const restored = (injected.ends ?? []).map((end) => `${locationText(end.location)}: ${end.restored}`);
  return restored.length === 0
    ? ", and its fault's lease was released"
    : `, and its fault was reverted (${restored.join('; ')})`;
}

/** Why a drill was ended before its end; undefined for one that was not. */
export function stopInWords(
  { stopped }: DrillRecord,
  injected: DrillEvidence['injection'],
): string | undefined {
  if (stopped === undefined) return undefined;
  const when =
    stopped.afterMs === undefined
      ? 'while its fault was injected'
      : `${duration(stopped.afterMs)} after the injection`;
  return `This drill was stopped ${when}, because a stop condition was met${revertInWords(injected)}. It is not known how its recovery would have ended.`;
}

/** `2 instances and 100% of a subnet`; what the scenario leaves out is as its environment has it. */
export function struckMost({ instances, tier }: NonNullable<DrillRecord['blastRadius']>): string {
  const limits = [
    ...(instances === undefined ? [] : [`${String(instances)} instance${instances === 1 ? '' : 's'}`]),
    ...(tier === undefined ? [] : [`${shareText(tier)} of a subnet`]),
  ];
  return limits.length === 0 ? 'bastion and monitor at once' : limits.join(' and ');
}

/** `246, none lost`; `161, 9 given up as planned, 2 lost`. */
export function writesInShort(drill: DrillRecord): string {
  const counts = writeCounts(drill);
  if (counts === undefined) return 'not checked';
  const { acknowledged, lost, corrupted, unaccounted, givenUp } = counts;
  const parts = [
    acknowledged.toLocaleString('en'),
    ...(givenUp === 0 ? [] : [`${givenUp.toLocaleString('en')} given up as planned`]),
    lost === 0 ? 'none lost' : `${lost.toLocaleString('en')} lost`,
    ...(corrupted === 0 ? [] : [`${corrupted.toLocaleString('en')} corrupted`]),
    ...(unaccounted === 0 ? [] : [`${unaccounted.toLocaleString('en')} unaccounted for`]),
  ];
  return parts.join(', ');
}

/** What became of the acknowledged writes, in the words of the checker that counted them. */
export function writesInWords(drill: DrillRecord): string {
  return (
    drill.verdicts.find(({ checker }) => checker === 'no-acknowledged-write-lost')?.reason ?? 'not checked'
  );
}
