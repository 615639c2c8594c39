import type { DrillManifest } from '../support/drill/evidence';
import type { JournalEntry } from '../support/drill/journal/journal-line';
import type { Moment, TimelineEvent } from '../support/drill/timeline';
import type { DrillRecord } from './run-record';

/** What a drill spends its time on, in this order. */
export const spentOn = ['beginning', 'recovering', 'reading back', 'closing', 'resetting'] as const;

type Spent = NonNullable<DrillRecord['spent']>;

/**
 * Where the time of each drill went, by its id, from the run's journal and the drills' timelines: until something breaks
 * (or a planned operation begins), until people work again, until all is read back, until the evidence is closed, and the
 * reset. What a drill did not come to is left out, and its time is with what came next.
 */
export function timeSpent(
  entries: readonly JournalEntry[],
  drills: readonly { readonly manifest: DrillManifest; readonly timeline: readonly TimelineEvent[] }[],
): ReadonlyMap<string, Spent> {
  const found = new Map<string, Spent>();
  for (const { manifest, timeline } of drills) {
    const { drill, startedAt } = manifest;
    const begun = lastOf(entries, ({ record }) => record.type === 'drill-begun' && record.drill === drill);
    const judged = lastOf(entries, ({ record }) => record.type === 'drill-judged' && record.drill === drill);
    if (begun === undefined || judged === undefined) continue;
    const during = entries.filter(({ at }) => at >= begun.at && at <= judged.at);
    const moment = (name: Moment): number | undefined => {
      const event = timeline.find((each) => each.moment === name);
      return event === undefined ? undefined : Date.parse(startedAt) + event.at;
    };
    const noted = (type: 'resetting' | 'reset'): number | undefined => {
      const entry = during.find(({ record }) => record.type === type);
      return entry === undefined ? undefined : Date.parse(entry.at);
    };
    const ends = [
      moment(manifest.operation === undefined ? 'injected' : 'declared'),
      moment('restored') ?? moment('reverted'),
      moment('verified'),
      noted('resetting') ?? Date.parse(judged.at),
      noted('reset'),
    ];
    let from = Date.parse(begun.at);
    const spent = spentOn.flatMap((on, index) => {
      const to = ends[index];
      if (to === undefined) return [];
      const ms = Math.max(0, to - from);
      from = Math.max(from, to);
      return [{ on, ms: Math.round(ms) }];
    });
    found.set(drill, spent);
  }
  return found;
}

const lastOf = (
  entries: readonly JournalEntry[],
  is: (entry: JournalEntry) => boolean,
): JournalEntry | undefined => entries.findLast(is);
