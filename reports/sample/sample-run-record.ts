import type { DrillRecord, RunRecord } from '../run-record';

/** A run of staging with these drills, each met unless it says otherwise. */
export function sampleRunRecord(
  drills: readonly (Partial<DrillRecord> & { readonly drill: string })[],
): RunRecord {
  return {
    version: 1,
    run: 'sample',
    environment: 'staging',
    seed: 1,
    startedAt: '2026-11-22T10:00:00Z',
    endedAt: '2026-11-22T10:05:00Z',
    result: 'met',
    notes: [],
    drills: drills.map((drill) => ({
      title: drill.drill,
      location: 'features/x.feature:7',
      folder: drill.drill,
      result: 'met',
      reason: '',
      cucumber: { status: 'passed', message: '' },
      phases: [],
      verdicts: [],
      requests: {},
      standIns: [],
      versions: {},
      errors: [],
      ...drill,
    })),
  };
}
