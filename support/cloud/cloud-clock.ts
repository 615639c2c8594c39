import type { EC2Client } from '@aws-sdk/client-ec2';

/** The cloud's own time: the one clock that every holder of a lease and the janitor have in common. */
export interface CloudClock {
  /** Seconds since the epoch; within a second or so, once anything was asked of the cloud. */
  now(): number;
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
      // The header is the second that had begun: half of one is the better guess.
      if (Number.isFinite(told)) offset = told + 500 - wallTime();
      return result;
    },
    { step: 'deserialize', name: 'firedrillCloudClock', priority: 'low' },
  );
  return { now: () => (wallTime() + offset) / 1000 };
}
