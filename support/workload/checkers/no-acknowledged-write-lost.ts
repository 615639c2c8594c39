import type { ReadBack } from '../../drill/history';
import type { Verdict } from '../../drill/verdict';
import { givenUpBy, mayBeLost } from '../given-up';
import { operationsOf, type Operation } from '../operations';
import { counted, verdict, type Checker } from './checker';

const NAME = 'no-acknowledged-write-lost';

/**
 * Every acknowledged write must be there with the bytes that were written. A write that may have happened may be
 * there or not, but not with other bytes. What was not read, or could not be, is unaccounted for. Duplicates of
 * one key are judged apart: an entry of the read-back belongs to a write by application and key.
 */
export const noAcknowledgedWriteLost: Checker = {
  name: NAME,
  check: (evidence) => {
    const { history, readback, manifest } = evidence;
    const writes = operationsOf(history).filter(({ kind }) => kind === 'write');
    const acknowledged = writes.filter(({ outcome }) => outcome === 'ok');
    const doubtful = writes.filter(({ outcome }) => outcome === 'unknown');
    const found = new Map(
      readback.filter(({ origin }) => origin === 'workload').map((each) => [name(each), each]),
    );
    const of = (write: Operation): ReadBack | undefined => found.get(name(write));
    const mayBeGivenUp = mayBeLost(givenUpBy(evidence));
    const absent = acknowledged.filter((write) => of(write)?.found === 'absent');
    const givenUp = absent.filter(mayBeGivenUp);
    const lost = absent.filter((write) => !mayBeGivenUp(write));
    const corrupted = [...acknowledged, ...doubtful].filter(
      (write) => of(write)?.found === 'corrupted' || differs(write, of(write)),
    );
    const unaccounted = [
      ...acknowledged.filter((write) => of(write) === undefined || of(write)?.found === 'unreadable'),
      ...doubtful.filter((write) => of(write)?.found === 'unreadable'),
    ];
    const measures = {
      acknowledged: acknowledged.length,
      unknown: doubtful.length,
      lost: lost.length,
      corrupted: corrupted.length,
      unaccounted: unaccounted.length,
      ...(manifest.archive === undefined ? {} : { givenUp: givenUp.length }),
    };
    const ids = {
      lost: lost.map(label),
      corrupted: corrupted.map(label),
      unaccounted: unaccounted.map(label),
    };
    return conclude(measures, ids);
  },
};

function conclude(
  measures: Readonly<Record<'acknowledged' | 'unknown' | 'lost' | 'corrupted' | 'unaccounted', number>> & {
    readonly givenUp?: number;
  },
  ids: NonNullable<Verdict['ids']>,
): Verdict {
  const of = `of ${counted(measures.acknowledged, 'acknowledged write')}`;
  if (measures.lost + measures.corrupted > 0) {
    const reason = `${of}: ${measures.lost} lost, ${measures.corrupted} corrupted, ${measures.unaccounted} unaccounted for`;
    return verdict(NAME, 'missed', `${capital(reason)}.`, measures, ids);
  }
  if (measures.unaccounted > 0) {
    const reason = `${of}, ${measures.unaccounted} could not be read again`;
    return verdict(NAME, 'unknown', `${capital(reason)}.`, measures, ids);
  }
  if (measures.acknowledged === 0) {
    return verdict(NAME, 'unknown', 'No write was acknowledged, so nothing could be lost.', measures, ids);
  }
  const { givenUp = 0 } = measures;
  if (givenUp > 0) {
    const kept = counted(measures.acknowledged - givenUp, 'acknowledged write');
    const reason = `All ${kept} from before the archive, or not on what it brought back, were read again with equal bytes; ${String(givenUp)} from since then are lost, as the recovery point objective allows.`;
    return verdict(NAME, 'met', reason, measures, ids);
  }
  const all = `All ${counted(measures.acknowledged, 'acknowledged write')} were read again with equal bytes.`;
  return verdict(NAME, 'met', all, measures, ids);
}

/** The read-back compared against something else than what the history says was written: neither can be trusted. */
function differs(write: Operation, readBack: ReadBack | undefined): boolean {
  return (
    readBack?.found === 'present' && write.sha256 !== undefined && readBack.expectedSha256 !== write.sha256
  );
}

function name(of: { readonly application: string; readonly key: string }): string {
  return `${of.application} ${of.key}`;
}

function label(write: Operation): string {
  return `${write.application}:${write.id ?? write.key}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
