import { verdict, type Checker } from './checker';

const NAME = 'refused-before-a-change';

/** The operation looked before it changed anything, and its first step refused to go on, for the reason that there is. */
export const refusedBeforeAChange: Checker = {
  name: NAME,
  check: ({ runbook, manifest }) => {
    const reason = manifest.operation?.refused;
    if (runbook === undefined || reason === undefined)
      return verdict(NAME, 'unknown', 'No runbook was followed that is to refuse.');
    const [first, ...others] = runbook.steps;
    if (first === undefined) return verdict(NAME, 'unknown', `The runbook "${runbook.title}" has no step.`);
    if (first.outcome !== 'failed')
      return verdict(NAME, 'missed', `Step 1, "${first.title}", went on: ${first.observed}`);
    const ran = others.filter(({ outcome }) => outcome !== 'not-run');
    if (ran.length > 0)
      return verdict(NAME, 'missed', `Step ${ran[0]?.step ?? '?'} was taken after the refusal.`);
    if (!first.observed.includes(reason))
      return verdict(NAME, 'missed', `It refused for another reason than "${reason}": ${first.observed}`);
    return verdict(NAME, 'met', `Refused before any change: ${first.observed}`);
  },
};
