import { applications } from '../../applications/open-store';
import type { Milliseconds } from '../../drill/time';
import type { Workload } from '../../workload/workload';
import type { DrillRecord } from './drill-record';

/** Notes the first request that fails after the fault, while the drill goes on. Where none fails, nothing is noted. */
export function noteFirstFailure(
  workload: Pick<Workload, 'waitForFailure'>,
  since: Milliseconds,
  signal: AbortSignal,
  record: Pick<DrillRecord, 'moment'>,
): void {
  const seen = new AbortController();
  const until = AbortSignal.any([seen.signal, signal]);
  for (const application of applications) {
    workload.waitForFailure(application, since, until).then(
      (instant) => {
        if (seen.signal.aborted) return;
        seen.abort(new Error('another application failed first'));
        record.moment('observable', instant, `a request to ${application} failed`);
      },
      // The load ended before a request failed: there was nothing to observe.
      () => undefined,
    );
  }
}
