import type { Decision } from '../../../reports/acceptance/decision';
import type { Environment } from '../../environment/environment';
import { verifyFor } from './verify-for';

export interface RequiredPack {
  /** What is refused without one: `The migration`. */
  readonly what: string;
  readonly environment: Environment;
  /** Why it is protected, a sentence each; without a reason no pack is asked for. */
  readonly protection: readonly string[];
  readonly pack: string | undefined;
  readonly now: Date;
  /** What else of a pack that holds does not, a sentence each. */
  readonly besides?: (pack: string, decision: Decision) => readonly string[];
}

/** Throws, in one line, where a protected environment has no verified acceptance pack of its own that is young enough. */
export async function requirePack(required: RequiredPack): Promise<void> {
  const { what, environment, protection, pack, now, besides } = required;
  if (protection.length === 0) return;
  const refused = `${what} to ${environment.name} is refused: it is protected (${protection.join('; ')}), and`;
  if (pack === undefined)
    throw new Error(
      `${refused} no acceptance pack was given; expected --pack FOLDER, of firedrill accept --for ${environment.name}, signed`,
    );
  const { problems: found, decision } = await verifyFor(pack, { environment, now });
  const whole = found.length === 0 && decision !== undefined;
  const problems = whole ? (besides?.(pack, decision) ?? []) : found;
  const [first] = problems;
  if (first === undefined) return;
  const others =
    problems.length === 1
      ? ''
      : ` (and ${String(problems.length - 1)} more; run: npx firedrill verify ${pack})`;
  throw new Error(`${refused} its acceptance pack does not hold: ${first}${others}`);
}
