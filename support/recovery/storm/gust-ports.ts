import { linkSync } from 'node:fs';
import type { ReadBack } from '../../drill/history';
import type { MonitorEvent } from '../../drill/timeline';
import type { MonitorWatch } from '../../monitoring/watch';
import type { Workload } from '../../workload/workload';
import type { DrillPorts, Inventory } from '../ports/drill-ports';

export interface GustPorts {
  /** One drill's; it is called once for each. */
  of(): DrillPorts;
  /** Nobody waits for the others' end any more. */
  abandon(reason: Error): void;
}

/**
 * What drills have in common that go on at once: one load, whose history each of them has as its own, one watch on the
 * monitor, one reading back, and one end, when all of them have come to theirs. The rest is each one's own.
 * @param size how many drills
 */
export function gustPorts(ports: DrillPorts, size: number): GustPorts {
  let findings: Promise<readonly string[]> | undefined;
  let monitored: Promise<void> | undefined;
  let inventory: Promise<Inventory> | undefined;
  let armed: Promise<void> | undefined;
  let load: Promise<{ readonly workload: Workload; readonly file: string }> | undefined;
  let watch: Promise<MonitorWatch> | undefined;
  let reading: Promise<readonly ReadBack[]> | undefined;
  let removed: Promise<void> | undefined;
  const listeners: ((event: MonitorEvent) => void)[] = [];
  const end = new JointEnd(size, ports);

  const of = (): DrillPorts => ({
    ...ports,
    systemFindings: (signal) => (findings ??= ports.systemFindings(signal)),
    untilMonitored: (signal) => (monitored ??= ports.untilMonitored(signal)),
    inventory: (signal) => (inventory ??= ports.inventory(signal)),
    environmentLease: {
      ...ports.environmentLease,
      arm: (terms, signal) => (armed ??= ports.environmentLease.arm(terms, signal)),
    },
    startWorkload: async (options, signal) => {
      const { historyFile } = options;
      const first = load === undefined;
      load ??= ports.startWorkload(options, signal).then((workload) => ({ workload, file: historyFile }));
      const { workload, file } = await load;
      // The same bytes, while they are written and ever after.
      if (!first) linkSync(file, historyFile);
      return { ...workload, removeContainers: (limit) => (removed ??= workload.removeContainers(limit)) };
    },
    watchMonitor: (clock, onEvent, signal) => {
      listeners.push(onEvent);
      return (watch ??= ports.watchMonitor(
        clock,
        (event) => {
          for (const listener of listeners) listener(event);
        },
        signal,
      ));
    },
    readBack: async ({ onRead, ...what }, signal) => {
      reading ??= (async () => {
        const reads: ReadBack[] = [];
        await ports.readBack({ ...what, onRead: (read) => reads.push(read) }, signal);
        return reads;
      })();
      for (const read of await reading) onRead(read);
    },
    reset: (signal) => end.arrive('reset', signal),
    freeEnvironment: async (signal) => {
      await end.arrive('free', signal);
      return [];
    },
  });
  return { of, abandon: (reason) => end.abandon(reason) };
}

/** When all have arrived the environment is reset if one of them wants it to be, or if it is not as declared when it is freed. */
class JointEnd {
  private arrived = 0;
  private wanted: 'reset' | 'free' = 'free';
  private readonly done: Promise<void>;
  private settle: (outcome: Promise<void>) => void = () => undefined;

  constructor(
    private readonly size: number,
    private readonly ports: Pick<DrillPorts, 'reset' | 'freeEnvironment'>,
  ) {
    this.done = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.done.catch(() => undefined);
  }

  arrive(wants: 'reset' | 'free', signal: AbortSignal): Promise<void> {
    this.arrived += 1;
    if (wants === 'reset') this.wanted = 'reset';
    if (this.arrived === this.size)
      this.settle(this.wanted === 'reset' ? this.ports.reset(signal) : this.free(signal));
    return this.done;
  }

  private async free(signal: AbortSignal): Promise<void> {
    const amiss = await this.ports.freeEnvironment(signal);
    if (amiss.length > 0) await this.ports.reset(signal);
  }

  abandon(reason: Error): void {
    this.settle(Promise.reject(reason));
  }
}
