import type { Milliseconds } from '../drill/time';
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
