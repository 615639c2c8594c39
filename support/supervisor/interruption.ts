import { setMaxListeners } from 'node:events';

/** Aborts when the process is asked to end; the second time it ends at once. */
export function onInterruption(): AbortSignal {
  const controller = new AbortController();
  // Ten instances wait at once.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
  }
  return controller.signal;
}
