import { milliseconds } from '../../drill/time';
import { beginOf } from '../begin';
import { givenUpBy, withoutGivenUp } from '../given-up';
import { failuresOf, observable, restored } from '../instants';
import { operationsOf } from '../operations';
import { applications } from '../recovery';
import { spoken, verdict, type Checker } from './checker';

const NAME = 'interruption';

/**
 * A planned operation interrupts people no longer than it says: of each application, from the first request that failed
 * since the runbook was taken up until requests kept succeeding. Within the measurement's error of it, nobody knows.
 */
export const interruption: Checker = {
  name: NAME,
  check: (evidence) => {
    const { manifest } = evidence;
    const began = beginOf(evidence);
    if (began === undefined || manifest.operation === undefined)
      return verdict(NAME, 'unknown', 'The operation was not begun.');
    const { interruptionMs: limitMs } = manifest.operation;
    const operations = withoutGivenUp(operationsOf(evidence.history), givenUpBy(evidence));
    if (!operations.some(({ completedAt }) => completedAt !== undefined && completedAt > began.at))
      return verdict(NAME, 'unknown', 'Nobody used the applications meanwhile.', { limitMs });
    const failing = applications.filter((name) => failuresOf(operations, name, began.at).length > 0);
    if (failing.length === 0) {
      const measures = { interruptionMs: 0, errorMs: 0, limitMs };
      return verdict(NAME, 'met', 'No request failed.', measures);
    }
    const spans = failing.map((application) => {
      const from = observable(operations, application, began.at);
      const to = restored(operations, application, began.at, manifest.steadyForMs);
      if (from === undefined || to === undefined) return { application };
      const span = to.at - from.at;
      const error = from.error + to.error;
      if (span >= 0) return { application, span: milliseconds(span), error: milliseconds(error) };
      // A request failed late, when others succeeded again already. It was at most from that one's start until then.
      return { application, span: milliseconds(0), error: milliseconds(from.error + span) };
    });
    const endless = spans.filter(({ span }) => span === undefined).map(({ application }) => application);
    if (endless.length > 0) {
      const reason = `${endless.join(', ')} did not keep succeeding before the load ended.`;
      return verdict(NAME, manifest.stopped === undefined ? 'missed' : 'unknown', reason, { limitMs });
    }
    const measured = spans
      .flatMap(({ application, span, error }) =>
        span === undefined ? [] : [{ application, interruptionMs: span, errorMs: error }],
      )
      .sort((a, b) => b.interruptionMs - a.interruptionMs || b.errorMs - a.errorMs);
    const tooLong = measured.find((each) => each.interruptionMs - each.errorMs > limitMs || limitMs === 0);
    const doubtful = measured.find((each) => each.interruptionMs + each.errorMs > limitMs);
    // The one that decides; the longest where all are within the limit.
    const told = tooLong ?? doubtful ?? measured[0];
    if (told === undefined) throw new Error('an application failed and has no span');
    const { application, interruptionMs, errorMs } = told;
    const measures = { interruptionMs, errorMs, limitMs };
    const reason = `${application} was interrupted for ${spoken(interruptionMs)} (± ${spoken(errorMs)}); allowed are ${spoken(limitMs)}.`;
    if (tooLong !== undefined) return verdict(NAME, 'missed', `Too long: ${reason}`, measures);
    if (doubtful !== undefined) return verdict(NAME, 'unknown', `Too close to tell: ${reason}`, measures);
    return verdict(NAME, 'met', reason, measures);
  },
};
