import type { Container } from '../../applications/store';
import type { Clock } from '../../drill/clock';
import type { Fault } from '../../drill/fault';
import type { HistoryEvent, ReadBack } from '../../drill/history';
import type { LeaseId, LeasePart } from '../../drill/lease';
import type { MonitorEvent } from '../../drill/timeline';
import type { Environment } from '../../environment/environment';
import type { FaultOrder } from '../../faults/faults';
import type { MonitorWatch } from '../../monitoring/watch';
import type { Workload } from '../../workload/workload';
import type { ActionContext } from '../actions/context';
import type { FollowerKill } from '../kill/killed-follower';
import type { FilledRunbook } from '../runbook/runbook';

/** What a host ran: its software's versions by name, and whether a stand-in served in the product's place. */
export interface Inventory {
  readonly versions: Readonly<Record<string, string>>;
  /** Roles that were served by stand-ins. */
  readonly standIns: readonly string[];
  /** Revision of the configuration that the hosts were given; the steady state compares each host's with it. */
  readonly revision?: string;
  /** Of what image each instance was, by its name; the steady state compares it with what it is to be of. */
  readonly images?: Readonly<Record<string, string>>;
}

/** What a drill needs of the world; bound to a real environment in `open-drill-ports.ts`. */
export interface DrillPorts {
  readonly environment: Environment;
  /**
   * What is not whole, whatever the monitor says of it, a sentence each; empty for an environment that is whole, or that
   * `freeEnvironment` has found so a moment ago.
   */
  systemFindings(signal: AbortSignal): Promise<readonly string[]>;
  /** Until the monitor sees everything whole: after a reset it takes its polls to do so. Rejects with what it sees. */
  untilMonitored(signal: AbortSignal): Promise<void>;
  inventory(signal: AbortSignal): Promise<Inventory>;
  startWorkload(
    options: {
      readonly historyFile: string;
      readonly clock: Clock;
      readonly seed: number;
      readonly run: string;
    },
    signal: AbortSignal,
  ): Promise<Workload>;
  watchMonitor(
    clock: Clock,
    onEvent: (event: MonitorEvent) => void,
    signal: AbortSignal,
  ): Promise<MonitorWatch>;
  makeFault(order: FaultOrder, seed: number): Fault;
  /** A name for a lease that nobody has used. */
  leaseId(what: string): LeaseId;
  /** Holds the whole environment until `reset` or `freeEnvironment`. */
  readonly environmentLease: LeasePart;
  /**
   * For an environment that a drill has left as it was: nothing holds it any more. Gives what is not as declared all the same,
   * such as a volume that the plan made larger, a sentence each; only a reset helps then.
   */
  freeEnvironment(signal: AbortSignal): Promise<readonly string[]>;
  /** What actions act through; the drill adds where texts are kept and what is undone at its end. */
  readonly recovery: Omit<ActionContext, 'target' | 'budget' | 'keep' | 'facts' | 'undoAtEnd'>;
  /**
   * Has another process follow a runbook, which is killed by SIGKILL in the middle of a step. Resolves with what was seen;
   * rejects where it ended in any other way.
   */
  followInKilledProcess(runbook: FilledRunbook, kill: FollowerKill, signal: AbortSignal): Promise<string>;
  readBack(
    options: {
      readonly history: readonly HistoryEvent[];
      readonly workloadContainer: Container;
      /** What only the old host had is read too, by a person who was only in its directory. */
      readonly oldHost: boolean;
      readonly onRead: (readBack: ReadBack) => void;
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** The journal of an instance since an ISO time, as text without secrets. */
  readLog(instance: string, since: string, signal: AbortSignal): Promise<string>;
  /** Everything back to the golden snapshot, which ends the environment's lease. */
  reset(signal: AbortSignal): Promise<void>;
}
