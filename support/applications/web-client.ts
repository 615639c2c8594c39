import type { Agent as PlainAgent } from 'node:http';
import { Agent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Milliseconds } from '../drill/time';
import type { ApplicationAccess } from './access';
import { withDeadline } from '../drill/deadline';
import { excerptOf } from '../drill/redaction/excerpt';
import { failureOf, failureOfStatus } from './failure';
import type { RequestFailed } from './request-failed';
import { withSession, type SessionLogIn } from './with-session';

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
  readonly bytes: Buffer;
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  /** The body as JSON; throws `RequestFailed` (`unknown`: something else than the application answered) if it is none. */
  json(): unknown;
}

/** Requests as one user through the web server, over kept connections. */
export interface WebClient {
  request(request: WebRequest, signal: AbortSignal): Promise<WebResponse>;
  close(): void;
}

/** Where a client's requests go, and as whom. */
export interface WebTarget {
  /** What a request's path follows: `https://tools.example.org`. */
  readonly baseURL: string;
  readonly agent: Agent | PlainAgent;
  readonly headers: Readonly<Record<string, string>>;
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
  const target = { baseURL: `https://${access.address}:${access.port}`, agent };
  const headers = { Host: access.hostname };
  if (logIn !== undefined) return withSession(webClientTo({ ...target, headers }, requestTimeout), logIn);
  const Authorization = basic(access.username, access.password);
  return webClientTo({ ...target, headers: { ...headers, Authorization } }, requestTimeout);
}

/** The header of Basic authentication. */
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The client closes the agent with itself. */
export function webClientTo({ baseURL, agent, headers }: WebTarget, requestTimeout: Milliseconds): WebClient {
  const client = axios.create({
    baseURL,
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    // What is elsewhere is not what was asked, and must not see who asks.
    maxRedirects: 0,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    headers: { Accept: 'application/json', ...headers },
  });
  return {
    request: (request, signal) =>
      withDeadline(requestTimeout, signal, (bounded) => send(client, request, bounded)).catch(
        (error: unknown) => {
          throw failureOf(`${request.method} ${request.path}`, error);
        },
      ),
    close: () => {
      agent.destroy();
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
    const after = retryAfter(response.headers['retry-after'], new Date());
    throw failureOfStatus(subject, status, bytes, after);
  }
  const cookies = response.headers['set-cookie'] ?? [];
  return { status, bytes, cookies, json: () => parse(subject, status, bytes) };
}

/**
 * `Retry-After` (RFC 9110, 10.2.3), seconds or a date, in milliseconds; undefined for what is neither. Confluence has
 * been seen to send the largest number there is.
 */
export function retryAfter(header: unknown, now: Date): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : undefined;
  const until = seconds === undefined ? Date.parse(header) - now.getTime() : seconds * 1000;
  return Number.isNaN(until) ? undefined : Math.max(0, until);
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
