import { RequestFailed } from '../applications/request-failed';
import type { Container, Store } from '../applications/store';
import { contentOf, seededRandom, sha256Of } from './content';
import type { Attempt, Ending, Recorder } from './recorder';
import { atConstantRate } from './schedule';

/** Attempts of one application that may be under way at once; more are recorded as failed without being sent. */
export const MOST_UNDER_WAY = 64;
/** How many of the newest acknowledged writes the readers choose from. */
const REMEMBERED = 200;

export interface LoadOptions {
  readonly store: Store;
  readonly container: Container;
  /** Writes a second, and reads a second. */
  readonly rate: number;
  readonly seed: number;
  readonly now: () => number;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}

interface Written {
  readonly id: string;
  readonly key: string;
  readonly sha256: string;
}

/** Starts one application's writer and reader; returns what stops them, without waiting for what is under way. */
export function startLoad(options: LoadOptions): () => void {
  const { store, rate, now, recorder } = options;
  const random = seededRandom(options.seed ^ store.application.length);
  const written: Written[] = [];
  const facts = (kind: 'write' | 'read') => ({ application: store.application, kind });
  const saturated = (): boolean => recorder.underWay(store.application) >= MOST_UNDER_WAY;

  const write = (): void => {
    const full = saturated();
    let content: ReturnType<typeof contentOf> | undefined;
    const attempt = recorder.begin(facts('write'), (operation) => {
      content = contentOf(options.seed, operation);
      return { key: content.item.key, sha256: content.sha256 };
    });
    if (content === undefined) return;
    if (full) {
      refuse(attempt);
      return;
    }
    void performWrite(options, content, attempt, written);
  };
  const read = (): void => {
    const chosen = written[Math.floor(random() * written.length)];
    // Before the first acknowledged write there is nothing that could be read.
    if (chosen === undefined) return;
    const full = saturated();
    const attempt = recorder.begin(facts('read'), () => ({ key: chosen.key, sha256: chosen.sha256 }));
    if (full) refuse(attempt);
    else void performRead(options, chosen, attempt, written);
  };

  const stops = [atConstantRate(rate, random(), now, write), atConstantRate(rate, random(), now, read)];
  return () => {
    for (const stop of stops) stop();
  };
}

function refuse(attempt: Attempt): void {
  attempt.end('failed', { error: `not sent: ${MOST_UNDER_WAY} requests are under way already` });
}

async function performWrite(
  { store, container, signal }: LoadOptions,
  { item, sha256 }: ReturnType<typeof contentOf>,
  attempt: Attempt,
  written: Written[],
): Promise<void> {
  try {
    const { id } = await store.write(container, item, signal);
    attempt.end('ok', { id, sha256 });
    written.push({ id, key: item.key, sha256 });
    if (written.length > REMEMBERED) written.shift();
  } catch (error) {
    attempt.end(outcomeOf(error), endingOf(error));
  }
}

async function performRead(
  { store, signal }: LoadOptions,
  expected: Written,
  attempt: Attempt,
  written: Written[],
): Promise<void> {
  try {
    const result = await store.read(expected.id, signal);
    const sha256 = result.found === 'present' ? sha256Of(result.item.attachment.bytes) : undefined;
    if (result.found === 'present' && sha256 === expected.sha256) {
      attempt.end('ok', { id: expected.id, sha256 });
      return;
    }
    // A database that went back to an archive has given its number to another item.
    const another =
      result.found === 'present' && result.item.key !== expected.key
        ? `its id is that of "${result.item.key}" now`
        : undefined;
    // It is not asked for again: one lost write is one lost write and no lasting outage.
    const index = written.indexOf(expected);
    if (index >= 0) written.splice(index, 1);
    if (result.found === 'absent' || another !== undefined)
      attempt.end('failed', {
        id: expected.id,
        absent: true,
        error: result.found === 'absent' ? result.detail : (another ?? ''),
      });
    else
      attempt.end('failed', {
        id: expected.id,
        error: 'other bytes than were written',
        ...(sha256 === undefined ? {} : { sha256 }),
      });
  } catch (error) {
    attempt.end(outcomeOf(error), endingOf(error));
  }
}

function outcomeOf(error: unknown): 'failed' | 'unknown' {
  return error instanceof RequestFailed ? error.outcome : 'unknown';
}

function endingOf(error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  const { status, id } = error instanceof RequestFailed ? error : {};
  return {
    error: message,
    ...(status === undefined ? {} : { status }),
    ...(id === undefined ? {} : { id }),
  };
}
