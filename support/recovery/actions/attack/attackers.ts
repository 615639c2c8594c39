import type { RunbookFacts } from '../context';

/** The addresses that an earlier step found an attack to come from. */
export function attackersFound({ attackers }: RunbookFacts): readonly string[] {
  if (attackers === undefined || attackers.length === 0)
    throw new Error('no earlier step has found who attacks');
  return attackers;
}

/** For a person's command; the step before names it. */
export const ADDRESS = 'ADDRESS';
