import { writeFileSync } from 'node:fs';
import type { LeaseStep } from '../../support/drill/journal/journal-record';
import type { FaultOrder } from '../../support/faults/faults';

/** What a case of the lease matrix asks of cucumber's process, in `FIREDRILL_CASE` as JSON. */
export interface LeaseCase {
  readonly order: FaultOrder;
  /** The step in the journal after which the process stands still, until somebody lets it go on or kills it. */
  readonly hold: LeaseStep;
  /** A file that is written when it does. */
  readonly heldFile: string;
}

export function leaseCase(variables: NodeJS.ProcessEnv = process.env): LeaseCase {
  const text = variables['FIREDRILL_CASE'];
  if (text === undefined) throw new Error('FIREDRILL_CASE must say which fault, as npm run matrix does');
  return JSON.parse(text) as LeaseCase;
}

/** Stands still where it is, with all its threads, as a process does that is not given the processor. */
export function standStill(heldFile: string): void {
  writeFileSync(heldFile, '');
  process.kill(process.pid, 'SIGSTOP');
}
