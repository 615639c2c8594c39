import { duration } from '../html/units';
import type { Decision } from './decision';
import { momentText } from './moment-text';

/** What both pages say of a decision, in the order in which they say it. */
export interface DecisionWords {
  readonly title: string;
  readonly verdict: string;
  readonly summary: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly limits: readonly string[];
}

const RESULTS = { met: 'holds', missed: 'does not hold', unknown: 'is not known' } as const;
export const checkInWords = (result: keyof typeof RESULTS): string => RESULTS[result];

const STATES = {
  used: 'open: lets a missed scenario through',
  'not-needed': 'not needed: its scenario was met',
  ended: 'ended: lets nothing through',
} as const;
export const exceptionInWords = (state: keyof typeof STATES): string => STATES[state];

/** @param chain the end of the chain over the drills, as the manifest has it */
export function decisionWords(decision: Decision, chain: string): DecisionWords {
  const { accepted, checks, drills, exceptions, environment, for: target } = decision;
  const against = checks.filter(({ result }) => result !== 'met');
  const met = drills.filter(({ result }) => result === 'met');
  const used = exceptions.filter(({ state }) => state === 'used');
  const slowest = Math.max(...drills.map(({ recoveryMs }) => recoveryMs ?? 0));
  const recovered = drills.filter(({ recoveryMs }) => recoveryMs !== undefined);
  return {
    title: `Acceptance of the migration to ${target}`,
    verdict: accepted
      ? `Accepted: the migration to ${target} may begin`
      : `Not accepted: the migration to ${target} must not begin`,
    summary: [
      accepted
        ? `All ${String(checks.length)} conditions hold.`
        : `${String(against.length)} of ${String(checks.length)} conditions ${against.length === 1 ? 'does' : 'do'} not hold: ${against.map(({ title }) => `“${title}”`).join(', ')}.`,
      `${String(met.length)} of ${String(drills.length)} drills on ${environment} met every objective.${recovered.length === 0 ? '' : ` The longest recovery took ${duration(slowest)}.`}`,
      used.length === 0
        ? 'No exception was made.'
        : `${String(used.length)} missed ${used.length === 1 ? 'scenario is' : 'scenarios are'} let through by an exception: ${used.map(({ scenario, owner, until }) => `${scenario} (${owner}, until ${until})`).join('; ')}.`,
    ],
    facts: [
      ['Drilled', environment],
      ['For', target],
      [
        'Run',
        `${decision.run}, from ${momentText(decision.runStartedAt)} to ${momentText(decision.runEndedAt)}`,
      ],
      ['Decided', momentText(decision.decidedAt)],
      [
        'Configuration',
        `${decision.configuration.drilled} drilled, ${decision.configuration.target} for ${target}`,
      ],
      ['To be signed by', decision.roles.join(', ')],
      ['Chain of the evidence', chain],
    ],
    limits: [
      decision.standIns.length === 0
        ? 'Every part that was drilled was the product itself.'
        : `Drilled with stand-ins in the place of the licensed products: ${decision.standIns.join(', ')}. What they do not have was not drilled.`,
      'What each drill does not show is said in its failure scenario (limits). Images are not compared: what each host ran is listed with the versions.',
      'This page is one file of a pack. Whether it is the page that was signed is told by: firedrill verify.',
    ],
  };
}
