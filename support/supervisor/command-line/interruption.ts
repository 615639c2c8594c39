import { setMaxListeners } from 'node:events';

export interface Interruption {
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Calls at each time that the process is asked to end, with the signal's name and the count from 1. */
  onEach(listener: (name: string, time: number) => void): void;
}

/** How a command is asked to end: SIGINT and SIGTERM, as often as they come. Nothing ends by them by itself. */
export function onInterruption(): Interruption {
  const controller = new AbortController();
  // All instances wait at once.
  setMaxListeners(0, controller.signal);
  const listeners: ((name: string, time: number) => void)[] = [];
  let times = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      times += 1;
      controller.abort(new Error(`stopped by ${name}`));
      for (const listener of listeners) listener(name, times);
      // Whoever does not listen wants the ordinary end, the second time at once.
      if (listeners.length === 0 && times > 1) process.exit(255);
    });
  }
  return { signal: controller.signal, onEach: (listener) => void listeners.push(listener) };
}
