import { z } from 'zod';
import { milliseconds } from '../../drill/time';

const ms = z
  .number()
  .nonnegative()
  .transform((value) => milliseconds(value));

const gust = z.strictObject({
  /** From the storm's beginning. It begins then, or as soon as the environment is whole again. */
  at: ms,
  strikes: z
    .array(
      z.strictObject({
        drill: z.string(),
        /** What it breaks, by name. */
        instances: z.array(z.string()),
        /** From when the load of the gust is steady until the fault is injected. */
        after: ms,
      }),
    )
    .min(1),
});

/** `storm.json` in a storm's run: what it will do, drawn before anything is touched. Times are milliseconds. */
export const stormPlanSchema = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  seed: z.int(),
  lengthMs: z.number().positive(),
  gusts: z.array(gust),
});

/** One failure, or more of them that overlap. */
export type Gust = z.infer<typeof gust>;
export type StormPlan = z.infer<typeof stormPlanSchema>;
