import type { EC2Client } from '@aws-sdk/client-ec2';

/** The cloud's own time: the one clock that every holder of a lease and the janitor have in common. */
export interface CloudClock {
  /** Seconds since the epoch, with fractions; within a second or so, once anything was asked of the cloud. */
  now(): number;
}

/**
 * The header tells a second that had begun. A clock that fits it is as good as can be known, and left alone; of another
 * the middle of the second is the best guess.
 */
function offsetOf(told: number, here: number): number {
  const ahead = here - told;
  return ahead > -500 && ahead < 1500 ? 0 : told + 500 - here;
}

/** Relates this machine's clock to the cloud's by the `Date` of its answers (whole seconds, RFC 9110, 6.6.1). */
export function cloudClockOf(client: EC2Client, wallTime: () => number = Date.now): CloudClock {
  let offset = 0;
  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request);
      const headers = (result.response as { readonly headers?: Readonly<Record<string, string>> } | undefined)
        ?.headers;
      const told = Date.parse(headers?.['date'] ?? '');
      if (Number.isFinite(told)) offset = offsetOf(told, wallTime());
      return result;
    },
    { step: 'deserialize', name: 'firedrillCloudClock', priority: 'low' },
  );
  return { now: () => (wallTime() + offset) / 1000 };
}
