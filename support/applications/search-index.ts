import { seconds, type Milliseconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import type { ApplicationAccess } from './access';
import { openWebClient } from './web-client';

/** An application's search index as its administrator reaches it, through the web server. */
export interface SearchIndex {
  /** How many items of a space or a project a search finds. Throws `RequestFailed` when it cannot search. */
  count(key: string, signal: AbortSignal): Promise<number>;
  close(): void;
}

export interface SearchIndexOptions {
  readonly requestTimeout: Milliseconds;
}

/** Jira's: `GET /rest/api/2/search`. */
export const openJiraIndex = (access: ApplicationAccess, options: SearchIndexOptions): SearchIndex =>
  openIndex(
    access,
    options,
    '/jira/rest/api/2/search',
    (key) => ({ jql: `project = ${key}`, maxResults: '1' }),
    'total',
  );

/**
 * Has Jira make its index anew, during which nobody else can work, and waits until it has; for at most `limit`:
 * `POST /rest/api/2/reindex?type=FOREGROUND`. Source: "How to re-index Jira Server and Data Center using REST API",
 * Atlassian's knowledge base.
 */
export async function rebuildJiraIndex(
  access: ApplicationAccess,
  limit: Milliseconds,
  signal: AbortSignal,
): Promise<string> {
  const path = '/jira/rest/api/2/reindex';
  // The answer to a re-index in the foreground may come when it is done.
  const client = openWebClient(access, limit);
  try {
    await client.request({ method: 'POST', path, query: { type: 'FOREGROUND' }, json: {} }, signal);
    return await waitUntil<string>({
      subject: 'Jira to have made its index anew',
      deadline: limit,
      interval: seconds(1),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const answer = await client.request({ method: 'GET', path, accept: [503] }, attempt);
        if (answer.status === 503) return { seen: 'Jira is in maintenance' };
        const { currentProgress, success } = answer.json() as Progress;
        const seen = `the re-index is at ${String(currentProgress)} %, success ${String(success)}`;
        return currentProgress === 100 && success ? { value: seen } : { seen };
      },
    });
  } finally {
    client.close();
  }
}

/** Of Jira's answer about a re-index. */
interface Progress {
  /** In percent. */
  readonly currentProgress: number;
  readonly success: boolean;
}

/** Confluence's: `GET /rest/api/search`. It makes its index anew when it starts without one. */
export const openConfluenceIndex = (access: ApplicationAccess, options: SearchIndexOptions): SearchIndex =>
  openIndex(
    access,
    options,
    '/confluence/rest/api/search',
    (key) => ({ cql: `space = ${key} and type = page`, limit: '1' }),
    'totalSize',
  );

/** @param total what the product calls the number of all that a search finds */
function openIndex(
  access: ApplicationAccess,
  { requestTimeout }: SearchIndexOptions,
  path: string,
  queryFor: (key: string) => Readonly<Record<string, string>>,
  total: string,
): SearchIndex {
  const client = openWebClient(access, requestTimeout);
  return {
    count: async (key, signal) => {
      const answer = await client.request({ method: 'GET', path, query: queryFor(key) }, signal);
      const found = (answer.json() as Readonly<Record<string, unknown>>)[total];
      if (typeof found !== 'number') throw new Error(`${path} did not say how many it found (${total})`);
      return found;
    },
    close: () => {
      client.close();
    },
  };
}
