import { z } from 'zod';
import type { Judgement } from '../../drill/evidence';
import type { TimelineEvent } from '../../drill/timeline';
import type { DrillDefinition } from '../catalogue/catalogue';

const ms = z.number().nonnegative();

/**
 * What a run of drills tells whoever watches it while it goes on, over the channel between cucumber and its supervisor. No
 * text of an environment is in it: titles are the scenario's and the runbook's.
 */
export const runEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('drill-begun'),
    drill: z.string(),
    title: z.string(),
    /** Absent for a planned operation, which nobody recovers from. */
    rtoMs: ms.optional(),
    steps: z.array(z.object({ title: z.string(), budgetMs: ms })),
  }),
  z.object({
    type: z.literal('moment'),
    drill: z.string(),
    moment: z.string(),
    /** Milliseconds of the drill's clock. */
    at: z.number(),
    /** The step's number, from 1. */
    step: z.int().positive().optional(),
  }),
  z.object({ type: z.literal('drill-ending'), drill: z.string() }),
  z.object({
    type: z.literal('drill-judged'),
    drill: z.string(),
    result: z.enum(['met', 'missed', 'unknown']),
  }),
]);

export type RunEvent = z.infer<typeof runEvent>;

export const begunEvent = ({ scenario, runbook }: DrillDefinition, title: string): RunEvent => ({
  ...{ type: 'drill-begun', drill: scenario.id, title },
  ...(scenario.operation === undefined ? { rtoMs: scenario.objectives.rto } : {}),
  steps: runbook.steps.map((step) => ({ title: step.title, budgetMs: step.budget })),
});

export const momentEvent = (drill: string, { moment, at, step }: TimelineEvent): RunEvent => ({
  ...{ type: 'moment', drill, moment, at },
  ...(step === undefined ? {} : { step }),
});

export const judgedEvent = (drill: string, { result }: Judgement): RunEvent => ({
  ...{ type: 'drill-judged', drill, result },
});
