import { z } from 'zod';

/**
 * `decision.json` of an acceptance pack: whether an environment may be migrated to, by what its rehearsal came to, and why.
 * Times are ISO 8601, durations milliseconds.
 */
const result = z.enum(['met', 'missed', 'unknown']);

const check = z.object({
  id: z.string(),
  /** What must hold, in words: `The drills are recent`. */
  title: z.string(),
  result,
  /** One sentence: what was found. */
  reason: z.string(),
  /** What is concerned, a line each. */
  details: z.array(z.string()),
});

const exception = z.object({
  scenario: z.string(),
  owner: z.string(),
  reason: z.string(),
  /** The last day on which it is open, `2026-12-31`, in UTC. */
  until: z.iso.date(),
  /** `used`: it lets a missed scenario through. `not-needed`: its scenario was met. `ended`: its end date is past. */
  state: z.enum(['used', 'not-needed', 'ended']),
});

const drill = z.object({
  drill: z.string(),
  title: z.string(),
  /** Of the failure scenario; absent for a drill that the catalogue does not have any more. */
  class: z.string().optional(),
  component: z.string().optional(),
  /** Whether its scenario is marked for acceptance. */
  marked: z.boolean(),
  result,
  reason: z.string(),
  endedAt: z.string().optional(),
  recoveryMs: z.number().optional(),
  rtoMs: z.number().optional(),
});

export const decisionSchema = z.object({
  version: z.literal(1),
  /** The environment that was drilled. */
  environment: z.string(),
  /** The environment that the decision is for. */
  for: z.string(),
  run: z.string(),
  runStartedAt: z.string(),
  runEndedAt: z.string(),
  decidedAt: z.string(),
  accepted: z.boolean(),
  checks: z.array(check),
  exceptions: z.array(exception),
  /** In the order in which they were drilled. */
  drills: z.array(drill),
  /** Revisions of the configuration: what was drilled, and what the other environment is given. */
  configuration: z.object({ drilled: z.string(), target: z.string() }),
  /** Who must sign, besides each other. */
  roles: z.array(z.string()),
  /** Roles that were served by stand-ins. */
  standIns: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
});

export type Decision = z.infer<typeof decisionSchema>;
export type AcceptanceCheck = z.infer<typeof check>;
export type AcceptedException = z.infer<typeof exception>;
export type AcceptedDrill = z.infer<typeof drill>;

/** Whether an exception is open on a day: until the end of its last day, UTC. */
export const isOpen = ({ until }: { readonly until: string }, now: Date): boolean =>
  now.getTime() < Date.parse(`${until}T00:00:00Z`) + 24 * 60 * 60 * 1000;
