import type { Application, Completion, HistoryEvent, Invocation, Outcome } from '../drill/history';
import type { Milliseconds } from '../drill/time';

/** What is said of an operation's end, besides its facts. */
export type Ending = Pick<Completion, 'id' | 'sha256' | 'status' | 'absent' | 'error'>;

export interface Attempt {
  readonly operation: number;
  /** Only the first end counts. */
  end(outcome: Outcome, ending: Ending): void;
}

export interface Recorder {
  begin(facts: Pick<Invocation, 'application' | 'kind'>, describe: (operation: number) => Described): Attempt;
  underWay(application: Application): number;
  /** Ends what is still under way as `unknown`. */
  abandon(reason: string): void;
}

export type Described = Pick<Invocation, 'key' | 'sha256'>;

/** Numbers the operations and records each invocation before its request can leave, and each end once. */
export function createRecorder(now: () => Milliseconds, append: (event: HistoryEvent) => void): Recorder {
  let next = 0;
  const open = new Map<
    number,
    { readonly application: Application; readonly abandon: (reason: string) => void }
  >();
  return {
    begin: ({ application, kind }, describe) => {
      const operation = next;
      next += 1;
      const { key, sha256 } = describe(operation);
      const hash = sha256 === undefined ? {} : { sha256 };
      append({ operation, at: now(), application, kind, type: 'invoked', key, ...hash });
      const end = (outcome: Outcome, ending: Ending): void => {
        if (!open.delete(operation)) return;
        append({ operation, at: now(), application, kind, type: outcome, key, ...ending });
      };
      open.set(operation, {
        application,
        abandon: (reason) => {
          end('unknown', { error: reason });
        },
      });
      return { operation, end };
    },
    underWay: (application) => [...open.values()].filter((each) => each.application === application).length,
    abandon: (reason) => {
      for (const each of [...open.values()]) each.abandon(reason);
    },
  };
}
