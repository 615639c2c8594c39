import { z } from 'zod';

/**
 * `run.json`: what a run came to, over all its drills. The published schema is `reports/run.schema.json`,
 * generated from this by `reports/write-schema.ts`; a change that breaks a reader raises `version`.
 */
const result = z.enum(['met', 'missed', 'unknown']);
const ms = z.number().describe('milliseconds since the start of the drill, on its monotonic clock');
const instant = z.object({ at: ms, error: z.number().nonnegative().describe('error bar, ± milliseconds') });

const verdict = z.object({
  checker: z.string(),
  result,
  reason: z.string().describe('one sentence: what was measured against what, or what is missing'),
  measures: z.record(z.string(), z.number()),
  ids: z
    .object({
      lost: z.array(z.string()),
      corrupted: z.array(z.string()),
      unaccounted: z.array(z.string()),
    })
    .optional(),
});

const runbookStep = z.object({
  step: z.number().int().positive(),
  title: z.string(),
  action: z.string(),
  outcome: z.enum(['succeeded', 'failed', 'not-run']),
  startedAt: ms,
  endedAt: ms,
  budgetMs: z.number(),
  observed: z.string(),
});

const requests = z.object({
  ok: z.number().int(),
  failed: z.number().int(),
  unknown: z
    .number()
    .int()
    .describe('may have happened: a time-out, a cut connection, an answer of the proxy'),
});

export const drillRecord = z.object({
  drill: z.string().describe("the failure scenario's id"),
  title: z.string(),
  location: z.string().describe('feature file and line'),
  folder: z.string().describe("the evidence, relative to this file's folder; empty where none was written"),
  result,
  reason: z.string().describe('why it is not met; empty for a met drill'),
  cucumber: z.object({ status: z.string(), message: z.string() }),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  recoveryMs: z.number().optional().describe('injected to restored'),
  rtoMs: z.number().optional(),
  scenario: z
    .object({
      class: z.string(),
      component: z.string(),
      likelihood: z.enum(['rare', 'unlikely', 'possible', 'likely', 'certain']),
    })
    .optional(),
  fingerprint: z
    .string()
    .optional()
    .describe(
      'of the scenario, its runbooks, the configuration and all versions: the same means that nothing was changed',
    ),
  spent: z
    .array(z.object({ on: z.string(), ms: z.number().nonnegative() }))
    .optional()
    .describe(
      'where the time of the whole drill went, in milliseconds of wall time, from its beginning to the reset',
    ),
  phases: z.array(z.object({ name: z.string(), from: instant, to: instant })),
  verdicts: z.array(verdict),
  injection: z
    .object({ fault: z.string(), proof: z.string(), observed: z.string(), reverted: z.boolean() })
    .optional(),
  runbook: z.object({ id: z.string(), title: z.string(), steps: z.array(runbookStep) }).optional(),
  requests: z.record(z.string(), requests),
  standIns: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
  errors: z.array(z.string()).describe('what went wrong in the harness itself'),
  blastRadius: z
    .object({
      instances: z.number().int().optional(),
      tier: z.number().optional().describe('share of the instances of one subnet, 0 to 1'),
      because: z.string(),
    })
    .optional()
    .describe("what the scenario strikes beyond the environment's limits, and why"),
  stopped: z
    .object({
      condition: z.string(),
      seen: z.string().describe('what met the condition'),
      at: ms,
      afterMs: z.number().optional().describe('injected to stopped'),
    })
    .optional()
    .describe('the stop condition that ended the drill; it is then unknown, or missed by what came before'),
  cut: z.string().optional().describe('why the drill was cut off before its end; it is then unknown'),
});

export const runRecord = z.object({
  version: z.literal(1),
  run: z.string(),
  environment: z.string(),
  seed: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string(),
  result,
  notes: z
    .array(z.string())
    .describe('what the reader should know of the run: a report that could not be made'),
  drills: z.array(drillRecord),
});

export type DrillRecord = z.infer<typeof drillRecord>;
export type RunRecord = z.infer<typeof runRecord>;
