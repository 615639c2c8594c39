/** Time as code sees it that waits: given, so that tests need not sleep. */
export interface Timer {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls once after so many milliseconds; the returned function takes the call back. */
  after(milliseconds: number, call: () => void): () => void;
}

export const realTimer: Timer = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds; rejects with the signal's reason when that aborts first. */
export function paused(timer: Timer, wait: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = timer.after(wait, () => {
      signal.removeEventListener('abort', aborted);
      resolve();
    });
    signal.addEventListener('abort', aborted, { once: true });
  });
}

/** For tests: time goes on only when it is told to, and what is due is called in its order. */
export class ManualTimer implements Timer {
  private time = 0;
  private readonly calls = new Set<{ readonly at: number; readonly call: () => void }>();

  now(): number {
    return this.time;
  }

  /** How many calls are still to come. */
  get pending(): number {
    return this.calls.size;
  }

  after(milliseconds: number, call: () => void): () => void {
    const entry = { at: this.time + milliseconds, call };
    this.calls.add(entry);
    return () => void this.calls.delete(entry);
  }

  /** Goes on, and gives what was called a chance to settle at each step. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    for (;;) {
      await settled();
      const [next] = [...this.calls].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.calls.delete(next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = until;
    await settled();
  }
}

/** Promises that wait for nothing but each other are settled after a turn of the event loop. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
