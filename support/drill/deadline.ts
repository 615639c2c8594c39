import { setMaxListeners } from 'node:events';

/**
 * Runs `work` under a signal that aborts when `signal` does or after `timeout` ms. `AbortSignal.any` over a signal
 * that lives as long as a drill would keep every request's listener, so both are removed here; and it holds a timeout
 * weakly, so that one that nothing else holds never passes once memory is collected.
 */
export async function withDeadline<T>(
  timeout: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // As many listen as requests are under way, which is no leak.
  setMaxListeners(0, signal);
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    controller.abort(new DeadlinePassed(timeout));
  }, timeout);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    const reason: unknown = controller.signal.reason;
    throw reason instanceof DeadlinePassed ? reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  constructor(timeout: number) {
    super(`no answer within ${timeout / 1000} s`);
  }
}
