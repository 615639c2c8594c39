import type { RunRecord } from '../run-record';
import type { RunInShort } from './page';

export function runInShort({ run, startedAt, result, drills }: RunRecord): RunInShort {
  const count = (wanted: string): number => drills.filter((drill) => drill.result === wanted).length;
  const times = drills.flatMap(({ recoveryMs }) => (recoveryMs === undefined ? [] : [recoveryMs]));
  return {
    ...{ run, startedAt, result },
    ...{ met: count('met'), missed: count('missed'), unknown: count('unknown') },
    ...(times.length === 0 ? {} : { longestMs: Math.max(...times) }),
  };
}

/** `3 drills: 1 met, 2 missed`. */
export function countsInWords({ met, missed, unknown }: RunInShort): string {
  const counted = Object.entries({ met, missed, unknown }).filter(([, count]) => count > 0);
  const all = met + missed + unknown;
  const parts = counted.map(([word, count]) => `${String(count)} ${word}`);
  return `${String(all)} drill${all === 1 ? '' : 's'}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
