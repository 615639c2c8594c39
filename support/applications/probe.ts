import type { ProbeResult } from './store';
import type { WebClient } from './web-client';

/**
 * `GET <base>/status`: ready is 200 and RUNNING, both, since Jira answers 200 while it starts. Any answer is an
 * answer here; only a request without one throws.
 */
export async function statusProbe(
  client: WebClient,
  path: string,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { status, bytes } = await client.request({ method: 'GET', path, accept: ANY_STATUS }, signal);
  const state = /"state"\s*:\s*"([A-Z_]+)"/.exec(bytes.toString('utf8'))?.[1] ?? 'no state';
  return { ready: status === 200 && state === 'RUNNING', status, state };
}

export const ANY_STATUS: readonly number[] = Array.from({ length: 500 }, (_, index) => index + 100);
