import { z } from 'zod';
import type { Milliseconds } from '../../drill/time';
import { parseDuration } from '../../environment/quantity';

/** `90s`, `5min`, `2h` in a scenario or runbook file, as milliseconds. A number without a unit is refused as a text. */
export const duration = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string().transform((text, context): Milliseconds => {
    const value = parseDuration(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'expected a duration such as 90s, 5min or 2h' });
    return z.NEVER;
  }),
);
