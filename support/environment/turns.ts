/** Lets at most so many run at a time, in the order in which they came. */
export function limitTo(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

/**
 * Waits for all, then throws what went wrong: one error as it is, several joined. Unlike `Promise.all` it leaves
 * nothing running behind a failure.
 */
export async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const errors = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const distinct = [...new Set(errors)];
  if (distinct.length === 1) throw distinct[0];
  if (distinct.length > 1) {
    const messages = distinct.map((error) => (error instanceof Error ? error.message : String(error)));
    throw new AggregateError(distinct, messages.join('\n'));
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
