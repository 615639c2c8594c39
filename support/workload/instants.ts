import type { Application } from '../drill/history';
import { milliseconds, type Instant, type Milliseconds } from '../drill/time';
import type { Operation } from './operations';

/**
 * The first request of `application` that ended other than `ok` after `since`. What broke it did so somewhere
 * between its start (or `since`) and its end, which is the error bar. One without an end, whose harness died, says
 * nothing of when.
 */
export function observable(
  operations: readonly Operation[],
  application: Application,
  since: Milliseconds,
): Instant | undefined {
  const failures = failuresOf(operations, application, since).filter(hasEnded);
  const first = failures.reduce<Operation | undefined>(
    (best, each) => (best === undefined || endOf(each) < endOf(best) ? each : best),
    undefined,
  );
  if (first === undefined) return undefined;
  const at = endOf(first);
  return { at, error: milliseconds(at - Math.max(first.invokedAt, since)) };
}

/**
 * The end of the first successful request that was started after the last failing one, provided that requests
 * then kept succeeding for `steadyFor` and a write was among them. Undefined while that is not so. A request that
 * was started before and fails later does not count against it: its failure belongs to the outage. Nor is anybody served
 * while a request waits for longer than `steadyFor` and nothing else ends: what hangs for less than its time-out fails for
 * nobody, and all of it ends at once when what held it is gone. The true moment lies between the last failing request's
 * start, or the last success before such a silence, and this one's end.
 */
export function restored(
  operations: readonly Operation[],
  application: Application,
  since: Milliseconds,
  steadyFor: Milliseconds,
): Instant | undefined {
  const failures = failuresOf(operations, application, since).filter(hasEnded);
  const lastFailure = failures.reduce<number>((last, { invokedAt }) => Math.max(last, invokedAt), since);
  const after = operations.filter((each) => each.application === application && each.invokedAt > lastFailure);
  const succeeded = after.filter(({ outcome }) => outcome === 'ok');
  const ends = succeeded.map(endOf).sort((one, other) => one - other);
  const first = ends.findLastIndex(
    (end, index) =>
      end - (ends[index - 1] ?? end) > steadyFor &&
      after.some((each) => each.invokedAt < end - steadyFor && endOf(each) >= end),
  );
  const [before = lastFailure, at] = first < 0 ? [lastFailure, ends[0]] : ends.slice(first - 1);
  if (at === undefined) return undefined;
  const steadyAt = at + steadyFor;
  const keptOn = ends.some((end) => end >= steadyAt);
  const wrote = succeeded.some(({ kind }) => kind === 'write');
  const pending = after.some((each) => each.completedAt === undefined && each.invokedAt <= steadyAt);
  if (!keptOn || !wrote || pending) return undefined;
  return { at: milliseconds(at), error: milliseconds(at - before) };
}

/** Requests that ended `failed` or `unknown` after `since`, and those without an end. */
export function failuresOf(
  operations: readonly Operation[],
  application: Application,
  since: Milliseconds,
): readonly Operation[] {
  return operations.filter(
    (each) => each.application === application && each.outcome !== 'ok' && endOf(each) > since,
  );
}

const hasEnded = ({ completedAt }: Operation): boolean => completedAt !== undefined;

function endOf(operation: Operation): Milliseconds {
  return operation.completedAt ?? milliseconds(Number.POSITIVE_INFINITY);
}
