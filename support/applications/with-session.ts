import { RequestFailed } from './request-failed';
import type { WebClient, WebRequest, WebResponse } from './web-client';

/** How an application lets somebody in for more than one request. */
export interface SessionLogIn {
  /** Sent without credentials, but for those that it holds itself. */
  readonly request: WebRequest;
  /** The headers that prove the session from then on, out of the answer; undefined where it lets nobody in. */
  readonly headers: (answer: WebResponse) => Proof | undefined;
}

type Proof = Readonly<Record<string, string>>;

/**
 * The client's requests in a session, which is opened when it is first needed, and again after a log-in that failed or a
 * session that has ended: the request that meets its end fails, as it does for people.
 */
export function withSession(client: WebClient, { request: logIn, headers }: SessionLogIn): WebClient {
  let session: Promise<Proof> | undefined;
  let current: Proof | undefined;
  const open = async (signal: AbortSignal): Promise<Proof> => {
    try {
      const answer = await client.request(logIn, signal);
      current = headers(answer);
      if (current === undefined) {
        const message = `${logIn.method} ${logIn.path} answered ${answer.status} and let nobody in`;
        throw new RequestFailed(message, { outcome: 'failed', status: answer.status });
      }
      return current;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
  return {
    request: async (request, signal) => {
      const proof = await (session ??= open(signal));
      try {
        return await client.request({ ...request, headers: { ...request.headers, ...proof } }, signal);
      } catch (error) {
        // Another request may have opened a new one meanwhile.
        if (error instanceof RequestFailed && error.status === 401 && proof === current) session = undefined;
        throw error;
      }
    },
    close: () => {
      client.close();
    },
  };
}
