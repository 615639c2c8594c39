import { verdict, type Checker } from './checker';

const NAME = 'outcome';

/** What the plan is for came about, as was seen beside the plan itself. What nobody looked at is unknown. */
export const outcome: Checker = {
  name: NAME,
  check: ({ manifest }) => {
    if (manifest.outcome === undefined) return verdict(NAME, 'unknown', 'Nothing is to be seen in the end.');
    const { that, seen } = manifest.outcome;
    if (seen === undefined) return verdict(NAME, 'unknown', `Nobody looked whether ${that}.`);
    return seen.cameAbout
      ? verdict(NAME, 'met', `It was seen that ${that}: ${seen.observed}`)
      : verdict(NAME, 'missed', `It was not seen that ${that}: ${seen.observed}`);
  },
};
