import type { JournalEntry } from '../../drill/journal/journal-line';

/** The leases that a journal tells of, and what is wrong with how they were taken and ended, a sentence each. */
export function leasesOfRun(entries: readonly JournalEntry[]): {
  readonly armed: number;
  readonly problems: readonly string[];
} {
  const faults = new Map<string, string>();
  const armed = new Set<string>();
  const open = new Set<string>();
  const problems: string[] = [];
  for (const { record } of entries) {
    if (record.type === 'recovered') open.clear();
    if (record.type !== 'lease') continue;
    const { id } = record;
    if (record.step === 'arming') {
      faults.set(id, record.fault);
      open.add(id);
    }
    if (record.step === 'armed') armed.add(id);
    if (record.step === 'installing' && !armed.has(id))
      problems.push(`${faults.get(id) ?? '?'} acted before its lease ${id} was armed`);
    if (record.step === 'reverted') open.delete(id);
  }
  for (const id of open) problems.push(`the lease ${id} of ${faults.get(id) ?? '?'} has not ended`);
  return { armed: armed.size, problems };
}
