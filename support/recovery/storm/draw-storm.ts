import { createHash } from 'node:crypto';
import { milliseconds, type Milliseconds } from '../../drill/time';
import type { Environment } from '../../environment/environment';
import { beyondLimits, blastRadius } from '../../safety/blast-radius';
import type { Candidate } from './candidates';
import { needsOf } from './dependencies';
import { stormAllowance } from './storm-allowance';
import type { Gust } from './storm-plan';

/** A second failure comes within this share of the mean distance between gusts, while the first is being recovered from. */
const OVERLAP = 0.25;

/**
 * Draws a storm: the same seed draws the same one from the same candidates. Gusts begin `every` apart on the average,
 * between half and one and a half of it. Each failure is drawn once; where they are used up the storm ends early. Half of
 * the gusts are two failures, where two may overlap: neither instance needs the other, their leases lie apart, and
 * together they are within the limits that the environment has for storms.
 */
export function drawStorm(
  environment: Environment,
  candidates: readonly Candidate[],
  { seed, length }: { readonly seed: number; readonly length: Milliseconds },
): readonly Gust[] {
  const { every } = environment.safety.storm;
  const share = shareOf(seed);
  const left = [...candidates].sort(
    (one, other) => share(`drill ${one.drill}`) - share(`drill ${other.drill}`),
  );
  const gusts: Gust[] = [];
  let at = 0;
  while (at < length) {
    const first = left.shift();
    if (first === undefined) break;
    const number = String(gusts.length + 1);
    const wanted = share(`overlap ${number}`) < 0.5;
    const index = wanted ? left.findIndex((each) => mayOverlap(environment, first, each)) : -1;
    const [second] = index < 0 ? [] : left.splice(index, 1);
    const after = milliseconds(Math.round(share(`after ${number}`) * OVERLAP * every));
    gusts.push({
      at: milliseconds(at),
      strikes: [struckBy(first, milliseconds(0)), ...(second === undefined ? [] : [struckBy(second, after)])],
    });
    at += Math.round((0.5 + share(`distance ${number}`)) * every);
  }
  return gusts;
}

const struckBy = ({ drill, strikes }: Candidate, after: Milliseconds): Gust['strikes'][number] => ({
  drill,
  instances: [...strikes],
  after,
});

/** Whether both can be in force together, and what is seen of each be told apart. */
export function mayOverlap(environment: Environment, one: Candidate, other: Candidate): boolean {
  if (one.alone !== undefined || other.alone !== undefined) return false;
  const needs = (from: Candidate, to: Candidate): boolean =>
    from.strikes.some((name) =>
      to.strikes.some((each) => each === name || needsOf(environment, name).has(each)),
    );
  if (needs(one, other) || needs(other, one)) return false;
  if (one.places.some((place) => other.places.includes(place))) return false;
  const allowance = stormAllowance(environment);
  const radius = blastRadius(environment, [...one.strikes, ...other.strikes], allowance);
  return beyondLimits(radius, allowance).length === 0;
}

/** Numbers from 0 up to 1 that look drawn: each depends on the seed and on what it is for, and on nothing else. */
const shareOf =
  (seed: number) =>
  (what: string): number =>
    createHash('sha256')
      .update(`storm ${String(seed)}: ${what}`)
      .digest()
      .readUInt32BE(0) /
    2 ** 32;
