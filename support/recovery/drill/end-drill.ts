import type { Judgement } from '../../drill/evidence';
import { minutes, seconds } from '../../drill/time';
import { collectLogs } from './collect-logs';
import type { DrillCourse } from './drill-course';
import { withTimeLimit } from './time-limit';
import { revertUnlessRestored, undoDrill } from './undo-drill';
import { verifyDrill } from './verify-drill';

/**
 * Ends a drill, whatever came before. Nothing that fails here keeps the rest from being done: errors go into the manifest,
 * where judging finds them.
 */
export async function endDrill(course: DrillCourse): Promise<Judgement> {
  const { record, workload, watch, cut, stopped } = course;
  const { ports, definition } = course.options;
  await revertUnlessRestored(course);
  // What is there after a stop is what the revert has left, and says nothing of the recovery plan.
  if (!cut && !stopped)
    await course.attempt('reading back', () =>
      verifyDrill(course, course.restored ? minutes(5) : minutes(1)),
    );
  if (workload !== undefined) await course.attempt('stopping the load', () => workload.stop());
  await Promise.all([
    watch === undefined
      ? undefined
      : course.attempt('ending the watch', () => watch.stop(AbortSignal.timeout(seconds(20)))),
    course.hurried
      ? undefined
      : course.attempt('collecting logs', () =>
          collectLogs(ports, definition, record.clock.startedAt, (name, text) => record.keep(name, text)),
        ),
  ]);
  await undoDrill(course);
  const judgement = sealed(course);
  const final = (await leave(course, judgement)) ? judgement : sealed(course);
  noteEnd(course, final);
  return final;
}

/** The verdict over the whole evidence, which is written to no more. */
function sealed({ record }: DrillCourse): Judgement {
  record.seal();
  const judgement = record.judged();
  record.writeJudgement(judgement);
  return judgement;
}

/** Leaves the environment as the next drill wants it; false when that failed. */
async function leave(course: DrillCourse, { result }: Judgement): Promise<boolean> {
  // Whoever wants the run to end does not wait for a reset: the environment stays leased until somebody makes it.
  if (course.cut) return true;
  const { record } = course;
  const { ports } = course.options;
  const before = record.errorCount;
  if (course.irreversible || ports.environment.reset === 'always' || result !== 'met') {
    await reset(course);
  } else {
    const amiss = await whatIsLeft(course);
    if (amiss.length > 0) await reset(course, amiss);
  }
  return record.errorCount === before;
}

async function reset(course: DrillCourse, why?: readonly string[]): Promise<void> {
  const { ports, journal } = course.options;
  await course.attempt('going back to the golden snapshot', async () => {
    journal.append({ type: 'resetting', ...(why === undefined ? {} : { why }) });
    const { signal } = new AbortController();
    await withTimeLimit('the reset', minutes(10), signal, (limit) => ports.reset(limit));
    journal.append({ type: 'reset' });
  });
}

/**
 * Removes what people wrote, and says what the drill has left besides. What cannot be removed or looked at is left, too: the
 * evidence was complete before, so that only a reset that fails is the harness's trouble.
 */
async function whatIsLeft({ workload, options }: DrillCourse): Promise<readonly string[]> {
  const { signal } = new AbortController();
  try {
    if (workload !== undefined)
      await withTimeLimit('removing what the load wrote', minutes(1), signal, (limit) =>
        workload.removeContainers(limit),
      );
    return await withTimeLimit('freeing the environment', minutes(10), signal, (limit) =>
      options.ports.freeEnvironment(limit),
    );
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function noteEnd(course: DrillCourse, { result }: Judgement): void {
  const { journal } = course.options;
  const drill = course.scenario.id;
  try {
    if (course.cut) journal.append({ type: 'drill-cut', drill, why: reasonOf(course.signal) });
    else journal.append({ type: 'drill-judged', drill, result });
  } catch (error) {
    course.record.error('writing the journal', error);
    course.record.seal();
  }
}

const reasonOf = ({ reason }: AbortSignal): string =>
  reason instanceof Error ? reason.message : String(reason);
