import type { Milliseconds } from '../drill/time';
import { paused, type Timer } from '../drill/timer';
import { RequestFailed } from './request-failed';
import type { WebClient } from './web-client';

export interface Patience {
  /** So long nothing may succeed before it is given up. */
  readonly budget: Milliseconds;
  readonly timer: Timer;
  /** Told before each wait: of what failed, and for how many milliseconds is waited. */
  readonly onWait: (failure: RequestFailed, milliseconds: number) => void;
}

/** The server did not come back within the budget, or asked for more time than is left of it. */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** Failures of TLS are there to stay until somebody does something. */
const LASTING = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|ERR_INVALID_URL|EPROTO/;

/**
 * A client that waits out a server which is overloaded, starts or is away: 429, 500 to 504, no connection, no answer. It waits
 * as long as `Retry-After` asks, and twice as long each time at least, and sends the request again, also one that may have had its
 * effect: whoever sends through it takes "it is there already" for an answer.
 */
export function patientClient(client: WebClient, patience: Patience): WebClient {
  const { timer, budget, onWait } = patience;
  let failingSince: number | undefined;
  return {
    request: async (request, signal) => {
      for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
        const began = timer.now();
        try {
          const response = await client.request(request, signal);
          failingSince = undefined;
          return response;
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof RequestFailed) || !passes(error)) throw error;
          failingSince ??= began;
          // A server may ask for 0 s, again and again.
          const wait = Math.max(error.retryAfter ?? 0, pause);
          const left = budget - (timer.now() - failingSince);
          if (wait > left) throw given(error, budget, wait);
          onWait(error, wait);
          await paused(timer, wait, signal);
        }
      }
    },
    close: () => client.close(),
  };
}

function passes({ status, code }: RequestFailed): boolean {
  if (status === undefined) return !LASTING.test(code ?? '');
  return status === 429 || (status >= 500 && status <= 504 && status !== 501);
}

function given(error: RequestFailed, budget: number, wait: number): OutOfPatience {
  const asks = error.retryAfter === undefined ? '' : ` (it asks for ${String(Math.round(wait / 1000))} s)`;
  return new OutOfPatience(`gave up after ${String(Math.round(budget / 1000))} s at most${asks}`, {
    cause: error,
  });
}
