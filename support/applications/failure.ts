import { isAxiosError } from 'axios';
import { excerptOf } from '../drill/redaction/excerpt';
import { RequestFailed } from './request-failed';

/**
 * Codes that can only occur before the first byte of a request is sent: no address, no connection, no TLS.
 * A reset is not among them: on a kept connection it may come after the application has acted.
 */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|ERR_SSL_.*|EPROTO)$/;
const BEFORE_TLS = /before secure TLS connection was established/;

/** So much of an answer is looked at for what to quote. */
const READ_BYTES = 32 * 1024;

/** What an error of the transport means for the request: see `RequestFailed`. */
export function failureOf(subject: string, error: unknown, status?: number): RequestFailed {
  if (error instanceof RequestFailed) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = isAxiosError(error) ? (error.code ?? '') : '';
  const notSent = BEFORE_SENDING.test(code) || BEFORE_TLS.test(message) || isConnecting(error);
  const text = message || code || 'failed without a message';
  // The axios error holds the request with its credentials: only its message goes on.
  return new RequestFailed(`${subject}: ${text}`, {
    outcome: notSent ? 'failed' : 'unknown',
    status,
    ...(code === '' ? {} : { code }),
  });
}

/** A 4xx is a refusal: it did not happen. Anything else may have: a proxy answers 5xx also for what it cannot know. */
export function failureOfStatus(
  subject: string,
  status: number,
  bytes: Buffer,
  retryAfter?: number,
): RequestFailed {
  const said = excerptOf(bytes.toString('utf8', 0, READ_BYTES), 200)
    .replace(/\s+/g, ' ')
    .trim();
  const outcome = status >= 400 && status < 500 ? 'failed' : 'unknown';
  return new RequestFailed(`${subject} answered ${status}${said === '' ? '' : `: ${said}`}`, {
    outcome,
    status,
    retryAfter,
  });
}

function isConnecting(error: unknown): boolean {
  const cause: unknown = isAxiosError(error) ? (error.cause ?? error) : error;
  return cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect';
}
