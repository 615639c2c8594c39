import { withDeadline } from '../drill/deadline';
import { locationText, type LeasePart, type LeaseTerms } from '../drill/lease';
import type { Milliseconds } from '../drill/time';
import { realTimer, type Timer } from '../drill/timer';

export interface HeartbeatOptions {
  readonly parts: readonly LeasePart[];
  readonly terms: LeaseTerms;
  /** Between the end of one beat and the next, and the limit of one. */
  readonly heartbeat: Milliseconds;
  /** Told once, when the lease is lost. */
  readonly onLost: (why: Error) => void;
  readonly timer?: Timer;
}

/**
 * Renews the parts of a lease as long as this process lives and is not stopped. A place that does not answer is asked
 * again at the next beat; the lease is lost when one has not been renewed for as long as it lasts, or says that it has
 * ended.
 */
export class Heartbeat {
  private readonly renewedAt: Map<LeasePart, number>;
  private readonly timer: Timer;
  private takeBack: () => void = () => undefined;
  private beating: Promise<void> | undefined;
  private stopped = false;
  private lost = false;

  constructor(private readonly options: HeartbeatOptions) {
    this.timer = options.timer ?? realTimer;
    this.renewedAt = new Map(options.parts.map((part) => [part, this.timer.now()]));
    this.schedule();
  }

  /** Whether the lease is held, as far as is known without asking. */
  isHeld(): boolean {
    const oldest = Math.min(...this.renewedAt.values());
    return !this.stopped && !this.lost && this.timer.now() - oldest < this.options.terms.duration;
  }

  /** Renews now. */
  beat(): Promise<void> {
    this.beating ??= this.renewAll().finally(() => {
      this.beating = undefined;
    });
    return this.beating;
  }

  /** No part is renewed any more once it resolves. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.takeBack();
    await this.beating;
  }

  private schedule(): void {
    // A lease that is lost in one place is not kept in another: there it runs out too.
    if (this.stopped || this.lost) return;
    this.takeBack = this.timer.after(this.options.heartbeat, () => {
      void this.beat().then(() => this.schedule());
    });
  }

  private async renewAll(): Promise<void> {
    const { parts, terms, heartbeat } = this.options;
    const { signal } = new AbortController();
    await Promise.all(
      parts.map(async (part) => {
        const asked = this.timer.now();
        const where = locationText(part.location);
        try {
          const answer = await withDeadline(heartbeat, signal, (limit) => part.renew(terms, limit));
          // Counted from the question: the place may have renewed it then.
          if (answer === 'held') this.renewedAt.set(part, asked);
          else this.lose(`it has ended on ${where}`);
        } catch (error) {
          const since = this.timer.now() - (this.renewedAt.get(part) ?? 0);
          if (since < terms.duration) return;
          const words = error instanceof Error ? error.message : String(error);
          this.lose(`it was not renewed on ${where} for ${(since / 1000).toFixed(0)} s; last: ${words}`);
        }
      }),
    );
  }

  private lose(why: string): void {
    if (this.lost || this.stopped) return;
    this.lost = true;
    this.options.onLost(new Error(`the lease ${this.options.terms.id} was lost: ${why}`));
  }
}
