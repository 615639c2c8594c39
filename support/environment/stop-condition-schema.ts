import { z } from 'zod';
import { applications } from '../applications/open-store';
import type { StopCondition } from '../drill/stop-condition';
import { milliseconds, type Milliseconds } from '../drill/time';
import { parseShare } from './quantity';

/** `50%`, as a share from 0 to 1. */
export const share = z.string().transform((text, context): number => {
  const value = parseShare(text);
  if (value !== undefined) return value;
  context.addIssue({
    code: 'custom',
    message: 'expected a share above 0% and up to 100% such as 50%; give number and %',
  });
  return z.NEVER;
});

/** What a monitor may be awaited in, or a drill stopped by. */
export const monitorStates = z.array(z.enum(['OK', 'Warning', 'Alarm', 'Critical', 'Down'])).min(1);

/**
 * `{ requests: jira, failing: 50%, for: 10s }`, `{ monitor: Bastion, states: [Down], for: 10s }` or
 * `{ deadline: 15min }`. Files differ in how they write a duration, and give it.
 */
export const stopConditionSchema = <D extends z.ZodType<Milliseconds>>(duration: D) =>
  z
    .strictObject({
      requests: z.enum(applications).optional(),
      failing: share.optional(),
      monitor: z.string().min(1).optional(),
      states: monitorStates.optional(),
      for: duration.optional(),
      deadline: duration.optional(),
    })
    .transform((given, context): StopCondition => {
      const { requests, failing, monitor, states, for: window, deadline } = given;
      const count = Object.values(given).filter((value) => value !== undefined).length;
      if (requests !== undefined && failing !== undefined && window !== undefined && count === 3)
        return { kind: 'requests', application: requests, failing, for: window };
      if (monitor !== undefined && states !== undefined && count === (window === undefined ? 2 : 3))
        return { kind: 'monitor', device: monitor, states, for: window ?? milliseconds(0) };
      if (deadline !== undefined && count === 1) return { kind: 'deadline', after: deadline };
      context.addIssue({
        code: 'custom',
        message:
          'expected { requests, failing, for }, { monitor, states } with or without for, or { deadline }; make it one of these',
      });
      return z.NEVER;
    });
