import { Agent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Milliseconds } from '../drill/time';
import type { ApplicationAccess } from './access';
import { withDeadline } from '../drill/deadline';
import { excerptOf } from '../drill/redaction/excerpt';
import { failureOf, failureOfStatus } from './failure';
import { RequestFailed } from './request-failed';

export interface WebRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the web server's root: `/jira/rest/api/2/issue`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: { readonly contentType: string; readonly body: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses besides 2xx that are an answer here and no failure. */
  readonly accept?: readonly number[];
}

export interface WebResponse {
  readonly status: number;
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  readonly bytes: Buffer;
  /** The body as JSON; throws `RequestFailed` (`unknown`: something else than the application answered) if it is none. */
  json(): unknown;
}

/** Requests as one user through the web server, over kept connections. */
export interface WebClient {
  request(request: WebRequest, signal: AbortSignal): Promise<WebResponse>;
  close(): void;
}

/** How an application lets somebody in for more than one request. */
export interface SessionLogIn {
  /** Sent without credentials, but for those that it holds itself. */
  readonly request: WebRequest;
  /** The headers that prove the session from then on, out of the answer; undefined where it lets nobody in. */
  readonly headers: (answer: WebResponse) => Readonly<Record<string, string>> | undefined;
}

/** Opens a client that sends the password along with each request; with `logIn`, one that keeps a session instead. */
export function openWebClient(
  access: ApplicationAccess,
  requestTimeout: Milliseconds,
  logIn?: SessionLogIn,
): WebClient {
  const agent = new Agent({
    keepAlive: true,
    ca: access.ca,
    servername: access.hostname,
    // A kept connection is closed by us before the web server's KeepAliveTimeout (5 s) does: a request that meets
    // a closing connection would be an outage of our own making.
    timeout: 2000,
    scheduling: 'lifo',
  });
  const client = axios.create({
    baseURL: `https://${access.address}:${access.port}`,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    ...(logIn === undefined ? { auth: { username: access.username, password: access.password } } : {}),
    headers: { Host: access.hostname, Accept: 'application/json' },
  });
  const bounded = (request: WebRequest, signal: AbortSignal): Promise<WebResponse> =>
    withDeadline(requestTimeout, signal, (limit) => send(client, request, limit)).catch((error: unknown) => {
      throw failureOf(`${request.method} ${request.path}`, error);
    });
  const session =
    logIn === undefined ? undefined : keptSession(logIn, (signal) => bounded(logIn.request, signal));
  return {
    request: async (request, signal) => {
      if (session === undefined) return bounded(request, signal);
      const proof = await session.headers(signal);
      try {
        return await bounded({ ...request, headers: { ...request.headers, ...proof } }, signal);
      } catch (error) {
        if (error instanceof RequestFailed && error.status === 401) session.forget(proof);
        throw error;
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** A session that is opened when it is first needed, and again after a log-in that failed or a session that has ended. */
function keptSession(
  { request, headers }: SessionLogIn,
  logIn: (signal: AbortSignal) => Promise<WebResponse>,
): {
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  forget(ended: Readonly<Record<string, string>>): void;
} {
  let kept: Promise<Readonly<Record<string, string>>> | undefined;
  let proof: Readonly<Record<string, string>> | undefined;
  const open = async (signal: AbortSignal): Promise<Readonly<Record<string, string>>> => {
    try {
      const answer = await logIn(signal);
      proof = headers(answer);
      if (proof === undefined) {
        const message = `${request.method} ${request.path} answered ${answer.status} and let nobody in`;
        throw new RequestFailed(message, { outcome: 'failed', status: answer.status });
      }
      return proof;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
  return {
    headers: (signal) => (kept ??= open(signal)),
    forget: (ended) => {
      // Another request may have opened a new one meanwhile.
      if (ended === proof) kept = undefined;
    },
  };
}

async function send(client: AxiosInstance, request: WebRequest, signal: AbortSignal): Promise<WebResponse> {
  const response: AxiosResponse<Buffer> = await client.request({
    method: request.method,
    url: request.path,
    signal,
    ...(request.query === undefined ? {} : { params: new URLSearchParams(request.query) }),
    ...(request.body === undefined ? { data: request.json } : { data: request.body.body }),
    headers: {
      ...request.headers,
      ...(request.body === undefined ? {} : { 'Content-Type': request.body.contentType }),
      ...(request.json === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
  });
  const subject = `${request.method} ${request.path}`;
  const { status } = response;
  const bytes = Buffer.from(response.data);
  if ((status < 200 || status > 299) && !(request.accept ?? []).includes(status)) {
    throw failureOfStatus(subject, status, bytes);
  }
  const cookies = response.headers['set-cookie'] ?? [];
  return { status, bytes, cookies, json: () => parse(subject, status, bytes) };
}

function parse(subject: string, status: number, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (error) {
    throw notJson(subject, status, bytes, error);
  }
}

function notJson(subject: string, status: number, bytes: Buffer, cause: unknown): RequestFailed {
  const said = excerptOf(bytes.toString('utf8', 0, 32 * 1024), 80).replace(/\s+/g, ' ');
  return failureOf(subject, new Error(`answered ${status} with no JSON: ${said}`, { cause }), status);
}
