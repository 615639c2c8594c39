import type { JournalRecord } from '../../drill/journal/journal-record';
import { minutes } from '../../drill/time';
import type { VerdictResult } from '../../drill/verdict';
import { environmentLeaseOf } from '../../environment/environment-lease';
import type { OpenEnvironment } from '../../environment/open-environment';
import { restoreGoldenSnapshot } from '../../environment/restore-golden-snapshot';
import { steadyState, untilSteady } from '../../environment/steady-state';
import type { DrillPorts } from '../../recovery/ports/drill-ports';
import { openDrillPorts } from '../../recovery/ports/open-drill-ports';
import { protectionOf } from '../../safety/protection';
import { revertLeases, type RevertedLeases } from '../../safety/revert-leases';
import type { Progress } from '../output/progress';
import { writeRunReports } from '../run/write-run-reports';

/** What recovering asks of the world and does to it. */
export interface RecoveryWorld extends Pick<DrillPorts, 'environment' | 'readLog'> {
  /** Ends every lease that the cloud or a host knows of. */
  revertLeases(signal: AbortSignal): Promise<RevertedLeases>;
  /** What holds the whole environment; undefined when nothing does. */
  environmentLease(signal: AbortSignal): Promise<string | undefined>;
  /** Why no snapshot may be restored over it, a sentence each; empty when nothing says so. */
  protection(signal: AbortSignal): Promise<readonly string[]>;
  /** What is not whole, a sentence each. */
  steadyState(signal: AbortSignal): Promise<readonly string[]>;
  /** Back to the golden snapshot, and steady. Says what was ended on hosts that are only now up again, a sentence each. */
  restore(signal: AbortSignal): Promise<readonly string[]>;
  /** Makes a run's reports from its evidence. */
  report(
    folder: string,
    opened: Extract<JournalRecord, { type: 'run-opened' }>,
    notes: readonly string[],
  ): Promise<VerdictResult>;
}

export function recoveryWorld(open: OpenEnvironment, progress: Progress): RecoveryWorld {
  const { environment, ...ports } = openDrillPorts(open, progress);
  return {
    environment,
    readLog: (instance, since, signal) => ports.readLog(instance, since, signal),
    revertLeases: (signal) => revertLeases(open, signal),
    environmentLease: (signal) => environmentLeaseOf(open, signal),
    protection: (signal) => protectionOf(open, signal),
    steadyState: (signal) => steadyState(open, signal),
    restore: async (signal) => {
      await restoreGoldenSnapshot(open, progress, signal);
      // A host that was off has reverted at its boot what was armed on its disk, and keeps the record.
      const { did, doubts } = await revertLeases(open, signal);
      await untilSteady(open, minutes(2), signal);
      return [...did, ...doubts];
    },
    report: async (folder, opened, notes) => (await writeRunReports(folder, opened, notes)).record.result,
  };
}
