import { setMaxListeners } from 'node:events';
import type { Milliseconds } from '../../drill/time';

/** What ends by its signal says more than the signal does, so it is given a moment to say it. */
const GRACE_MS = 500;

/**
 * Runs something that ends by its signal, within a limit. The error of a passed limit names the subject; what does not
 * answer its signal is left behind.
 */
export async function withTimeLimit<T>(
  subject: string,
  limit: Milliseconds,
  outer: AbortSignal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const own = new AbortController();
  const timer = setTimeout(
    () => own.abort(new Error(`${subject} took longer than ${String(limit / 1000)} s`)),
    limit,
  );
  const signal = AbortSignal.any([outer, own.signal]);
  // As many listen as things are done at once within the limit.
  setMaxListeners(0, signal);
  let forget = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => void setTimeout(() => reject(signal.reason as Error), GRACE_MS);
    signal.addEventListener('abort', abort, { once: true });
    forget = () => signal.removeEventListener('abort', abort);
  });
  aborted.catch(() => undefined);
  try {
    return await Promise.race([act(signal), aborted]);
  } finally {
    clearTimeout(timer);
    forget();
  }
}
