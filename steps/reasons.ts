import type { Judgement } from '../support/drill/evidence';

/** Why a drill is not met, for cucumber's reports. */
export function reasonsOf({ result, verdicts }: Judgement): string {
  const reasons = verdicts
    .filter((verdict) => verdict.result !== 'met')
    .map(({ checker, reason }) => `${checker}: ${reason}`);
  return `the drill is ${result}: ${reasons.join(' ')}`;
}
