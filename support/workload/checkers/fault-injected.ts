import { verdict, type Checker } from './checker';

const NAME = 'fault-injected';

/** A fault without proof never counts as survived, nor as not survived: whatever else was seen, the drill is unknown. */
export const faultInjected: Checker = {
  name: NAME,
  check: ({ injection, timeline }) => {
    if (injection === undefined) return verdict(NAME, 'unknown', 'No injection is recorded.');
    const { fault, proof } = injection;
    if (proof.result === 'skipped') {
      return verdict(NAME, 'unknown', `The fault ${fault} was not installed: ${proof.observed}`);
    }
    if (proof.result === 'indeterminate') {
      return verdict(
        NAME,
        'unknown',
        `Whether the fault ${fault} was installed is not known: ${proof.observed}`,
      );
    }
    if (!timeline.some(({ moment }) => moment === 'injected')) {
      return verdict(
        NAME,
        'unknown',
        `The fault ${fault} has proof, but the timeline does not say when it began.`,
      );
    }
    return verdict(NAME, 'met', `The fault ${fault} was installed: ${proof.observed}`);
  },
};
