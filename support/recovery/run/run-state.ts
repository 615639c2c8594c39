import type { ReadJournal } from '../../drill/journal/read-journal';
import type { LeaseId } from '../../drill/lease';
import type { JournalRecord } from '../../drill/journal/journal-record';
import type { VerdictResult } from '../../drill/verdict';

type Opened = Extract<JournalRecord, { type: 'run-opened' }>;

/** What a run's journal tells of where it stands. */
export interface RunState {
  /** Absent where the first record is missing or damaged. */
  readonly opened?: Opened;
  /** How often the run was taken up. */
  readonly parts: number;
  /** Whether the run was ended in order. */
  readonly closed: boolean;
  /** Drills that have a verdict of their own, by id. */
  readonly judged: ReadonlyMap<string, VerdictResult>;
  /** Drills that began and were neither judged nor closed as cut. */
  readonly cut: readonly { readonly drill: string; /** In the run's. */ readonly folder: string }[];
  /** Leases that may be armed, or half reverted. */
  readonly openLeases: readonly LeaseId[];
  /** Why the journal does not tell everything; undefined for a whole one. A torn last line is no loss. */
  readonly damaged?: string;
}

/** Reads a run's state from its journal. What is not known counts as done: a damaged journal means a broken environment. */
export function runState({ entries, damage }: ReadJournal): RunState {
  let opened: Opened | undefined;
  let closed = false;
  let parts = 0;
  const judged = new Map<string, VerdictResult>();
  const cut = new Map<string, string>();
  const leases = new Set<LeaseId>();
  for (const { record } of entries) {
    switch (record.type) {
      case 'run-opened':
        opened = record;
        parts = 1;
        break;
      case 'resumed':
        closed = false;
        parts += 1;
        break;
      case 'run-closed':
        closed = true;
        break;
      case 'drill-begun':
        cut.set(record.drill, record.folder);
        judged.delete(record.drill);
        break;
      case 'drill-judged':
        cut.delete(record.drill);
        judged.set(record.drill, record.result);
        break;
      case 'drill-cut':
        cut.delete(record.drill);
        break;
      case 'lease':
        if (record.step === 'arming') leases.add(record.id);
        if (record.step === 'reverted') leases.delete(record.id);
        break;
      case 'recovered':
        leases.clear();
        break;
      default:
        break;
    }
  }
  return {
    ...(opened === undefined ? {} : { opened }),
    parts,
    closed,
    judged,
    cut: [...cut].map(([drill, folder]) => ({ drill, folder })),
    openLeases: [...leases],
    ...(damage === undefined ? {} : { damaged: `line ${String(damage.line)}: ${damage.why}` }),
  };
}
