import type { KnownPeople } from '../../scrub/known-people';
import type { RunbookFacts } from '../context';

/** Who the people of another environment are; throws where no earlier step of the runbook has found out. */
export function peopleOf({ knownPeople }: RunbookFacts, from: string): KnownPeople {
  if (knownPeople?.of === from) return knownPeople;
  throw new Error(`no earlier step has found out who the people of ${from} are`);
}
