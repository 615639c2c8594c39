import type { ProofOfInjection } from '../../drill/fault';
import type { Journal } from '../../drill/journal/journal';
import type { LeaseEnd } from '../../drill/lease';
import { minutes } from '../../drill/time';
import type { OpenEnvironment } from '../../environment/open-environment';
import { makeFault, type FaultOrder } from '../../faults/faults';
import { FaultLease } from '../../safety/fault-lease';
import { GuardRails } from '../../safety/guard-rails';
import { guardedEnvironment } from '../../safety/guarded-environment';
import { faultContextOf } from '../ports/fault-context-of';
import { newLeaseId } from '../ports/new-lease-id';
import { withTimeLimit } from '../drill/time-limit';

export interface FaultRunOptions {
  readonly open: OpenEnvironment;
  readonly journal: Journal;
  readonly order: FaultOrder;
  /** `<run>/…` */
  readonly holder: string;
  readonly seed: number;
}

/**
 * One fault under its lease, without load, runbook or verdict: what is left of a drill when nothing is asked but whether
 * the fault comes and goes. `end` must be called whatever happened.
 */
export class FaultRun {
  private readonly interruption = new AbortController();
  private lease: FaultLease | undefined;

  constructor(private readonly options: FaultRunOptions) {}

  /** Ends every wait; `end` is still to be called. */
  interrupt(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Injects the fault and says what is seen of it. */
  async inject(): Promise<ProofOfInjection> {
    const { open, journal, order, holder, seed } = this.options;
    const { safety } = open.environment;
    const fault = makeFault(faultContextOf(open, seed), order);
    const limited = <T>(what: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> =>
      withTimeLimit(`${what} ${order.name}`, minutes(3), this.interruption.signal, act);
    const changes = await limited('planning', () => fault.plan());
    const [run = ''] = holder.split('/');
    const rails = new GuardRails(guardedEnvironment(open, run));
    const admission = await limited('admitting', (signal) => rails.admit(fault, undefined, signal));
    const duration = fault.lasts ?? safety.lease;
    this.lease = await limited('arming', (signal) =>
      FaultLease.take(
        {
          admission,
          terms: { id: newLeaseId(order.name), fault: order.name, holder, duration },
          changes,
          journal,
          heartbeat: safety.heartbeat,
          onLost: (why) => this.interrupt(why),
        },
        signal,
      ),
    );
    const { lease } = this;
    await limited('injecting', (signal) => lease.inject(signal));
    return limited('proving', (signal) => fault.prove(signal));
  }

  /** Reverts what was armed. */
  async end(): Promise<readonly LeaseEnd[]> {
    return (await this.lease?.release()) ?? [];
  }
}
