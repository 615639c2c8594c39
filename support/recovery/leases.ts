import { minutes, type Milliseconds } from '../drill/time';
import { withTimeLimit } from './time-limit';

/** Something that changes the world and must be undone, whatever happens. Releasing is idempotent. */
export interface Lease {
  readonly name: string;
  readonly release: (signal: AbortSignal) => Promise<void>;
}

/** The leases of one drill. Released last-in first-out; one that fails does not keep the others from being released. */
export class Leases {
  private readonly taken: Lease[] = [];

  constructor(private readonly limit: Milliseconds = minutes(5)) {}

  /** Taken before the world is changed: a change whose answer was lost is undone too. */
  take(name: string, release: Lease['release']): void {
    this.taken.push({ name, release });
  }

  get open(): readonly string[] {
    return this.taken.map(({ name }) => name);
  }

  /**
   * Releases all, each within the limit and under a signal of its own: it outlives the abort of the drill. Returns the
   * errors of those that could not be released; these stay open.
   */
  async releaseAll(): Promise<readonly Error[]> {
    const errors: Error[] = [];
    const stuck: Lease[] = [];
    for (let lease = this.taken.pop(); lease !== undefined; lease = this.taken.pop()) {
      const { name, release } = lease;
      try {
        await withTimeLimit(`releasing ${name}`, this.limit, new AbortController().signal, release);
      } catch (cause) {
        const words = cause instanceof Error ? cause.message : String(cause);
        errors.push(new Error(`${name} could not be released: ${words}`, { cause }));
        stuck.unshift(lease);
      }
    }
    this.taken.push(...stuck);
    return errors;
  }
}
