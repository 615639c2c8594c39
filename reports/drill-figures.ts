import type { DrillRecord } from './run-record';

/** What became of the acknowledged writes, in numbers; undefined where nobody checked. */
export function writeCounts(
  drill: DrillRecord,
): Record<'acknowledged' | 'givenUp' | 'lost' | 'corrupted' | 'unaccounted', number> | undefined {
  const measures = drill.verdicts.find(({ checker }) => checker === 'no-acknowledged-write-lost')?.measures;
  if (measures === undefined) return undefined;
  const { acknowledged = 0, givenUp = 0, lost = 0, corrupted = 0, unaccounted = 0 } = measures;
  return { acknowledged, givenUp, lost, corrupted, unaccounted };
}

/** How long people could not work in a planned operation; undefined where nobody measured. */
export const interruptionMs = ({ verdicts }: DrillRecord): number | undefined =>
  verdicts.find(({ checker }) => checker === 'interruption')?.measures['interruptionMs'];

/** Whether the run came to it: cucumber passes over what is left when a run is out of time, or is interrupted. */
export const isBegun = ({ folder, cucumber }: DrillRecord): boolean =>
  folder !== '' || !isSkipped(cucumber.status);

/** Cucumber's word for a scenario, in whichever case. */
export const isSkipped = (status: string): boolean => status.toLowerCase() === 'skipped';

/** How far from it the true recovery time may be. */
export const recoveryErrorMs = ({ verdicts }: DrillRecord): number | undefined =>
  verdicts.find(({ checker }) => checker === 'recovery-time')?.measures['errorMs'];
