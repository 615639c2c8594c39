import type { PlannedChange } from '../drill/fault';
import type { Journal } from '../drill/journal/journal';
import { locationText, type LeaseEnd, type LeasePart, type LeaseTerms } from '../drill/lease';
import { seconds, type Milliseconds } from '../drill/time';
import { realTimer, type Timer } from '../drill/timer';
import { withDeadline } from '../drill/deadline';
import { Admission } from './guard-rails';
import { Heartbeat } from './heartbeat';

export interface FaultLeaseOptions {
  /** Of the fault, by the guard rails. */
  readonly admission: Admission;
  readonly terms: LeaseTerms;
  /** What the fault said that it would change. */
  readonly changes: readonly PlannedChange[];
  readonly journal: Journal;
  /** How often the lease is renewed; well below its duration. */
  readonly heartbeat: Milliseconds;
  /** Told once when the lease cannot be held any longer: the fault is being reverted, or is already. */
  readonly onLost: (why: Error) => void;
  readonly timer?: Timer;
}

/** Beyond its duration a lease has this long to have reverted by itself. */
const GRACE = seconds(30);
const REVERT_ATTEMPT = seconds(60);
const AGAIN_AFTER = seconds(1);

/**
 * A fault from the arming of its reverts to their end. Nothing is done in the world before its intent is in the journal
 * and its revert is armed there; from then on, whatever becomes of this process, the world reverts it.
 */
export class FaultLease {
  private ended: Promise<readonly LeaseEnd[]> | undefined;
  private heartbeat: Heartbeat | undefined;

  private constructor(
    private readonly options: FaultLeaseOptions,
    /** Tells the guard rails that the fault is in force no more. */
    private readonly leave: () => void,
  ) {}

  /** Arms every revert of the fault; rejects, with what was armed reverted, when one cannot be. */
  static async take(options: FaultLeaseOptions, signal: AbortSignal): Promise<FaultLease> {
    const { admission, terms, journal, changes } = options;
    if (!Admission.isOne(admission))
      throw new Error('a fault without admission by the guard rails is not armed');
    const { id, holder } = terms;
    const { fault, parts } = admission;
    const leave = admission.spend(id);
    const lease = new FaultLease(options, leave);
    try {
      journal.append({
        type: 'lease',
        step: 'arming',
        id,
        fault: fault.name,
        holder,
        parts: parts.map(({ location }) => location),
        changes,
      });
    } catch (error) {
      leave();
      throw error;
    }
    try {
      for (const part of parts) await part.arm(terms, signal);
      journal.append({ type: 'lease', step: 'armed', id });
      lease.heartbeat = new Heartbeat({ ...options, parts });
    } catch (error) {
      // The journal may have failed, and yet what is armed must go.
      await lease.release().catch(() => undefined);
      throw error;
    }
    return lease;
  }

  private get parts(): readonly LeasePart[] {
    return this.options.admission.parts;
  }

  /** Whether the fault cannot be put back piece by piece. */
  get holdsEnvironment(): boolean {
    return this.parts.some(({ location }) => location.kind === 'environment');
  }

  /** Lets the fault act. Rejects when the lease ran out meanwhile: then it does not count, and is reverted again. */
  async inject(signal: AbortSignal): Promise<void> {
    const { admission, terms, journal } = this.options;
    const { fault } = admission;
    const { id } = terms;
    const isHeld = (): boolean => this.heartbeat?.isHeld() === true;
    if (this.ended !== undefined || !isHeld())
      throw new Error(`the lease ${id} has ended: nothing is injected any more`);
    journal.append({ type: 'lease', step: 'installing', id });
    await fault.inject(
      terms,
      { halfway: () => journal.append({ type: 'lease', step: 'half-installed', id }) },
      signal,
    );
    await this.heartbeat?.beat();
    if (!isHeld()) throw new Error(`the lease ${id} ran out while ${fault.name} was injected`);
    journal.append({ type: 'lease', step: 'installed', id });
  }

  /**
   * Reverts through what is armed, the last part first. A place that cannot be reached has reverted by itself when the
   * lease has run out: it is asked until then. Can be called again; rejects when a part could not be confirmed.
   */
  release(): Promise<readonly LeaseEnd[]> {
    this.ended ??= this.end().catch((error: unknown) => {
      this.ended = undefined;
      throw error;
    });
    return this.ended;
  }

  private async end(): Promise<readonly LeaseEnd[]> {
    const { terms, journal } = this.options;
    const { id } = terms;
    const unwritten: Error[] = [];
    // What cannot be written down any more must be reverted all the same.
    const note = (record: Parameters<Journal['append']>[0]): void => {
      try {
        journal.append(record);
      } catch (error) {
        unwritten.push(error as Error);
      }
    };
    await this.heartbeat?.stop();
    note({ type: 'lease', step: 'reverting', id });
    const ends: LeaseEnd[] = [];
    const failures: Error[] = [];
    for (const part of [...this.parts].reverse()) {
      try {
        const end = await this.revertPart(part);
        if (end !== undefined) ends.push(end);
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        failures.push(new Error(`${id} on ${locationText(part.location)}: ${words}`, { cause: error }));
      }
    }
    const [failure, ...others] = failures;
    if (failure !== undefined) {
      const why = failures.map(({ message }) => message).join('; ');
      note({ type: 'revert-failed', id, why });
      throw new Error(why, {
        cause: others.length === 0 ? failure.cause : new AggregateError(failures, why),
      });
    }
    this.leave();
    note({ type: 'lease', step: 'reverted', id, ends });
    const [first] = unwritten;
    if (first !== undefined) throw first;
    return ends;
  }

  private async revertPart(part: LeasePart): Promise<LeaseEnd | undefined> {
    const { terms, timer = realTimer } = this.options;
    const until = timer.now() + Math.max(REVERT_ATTEMPT, terms.duration + GRACE);
    const { signal } = new AbortController();
    for (;;) {
      try {
        const left = Math.min(REVERT_ATTEMPT, until - timer.now());
        return await withDeadline(left, signal, (limit) => part.revert(terms, limit));
      } catch (error) {
        if (timer.now() + AGAIN_AFTER >= until) throw error;
        await new Promise<void>((resolve) => timer.after(AGAIN_AFTER, resolve));
      }
    }
  }
}
