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
export function openJiraIndex(
  access: ApplicationAccess,
  { requestTimeout }: SearchIndexOptions,
): SearchIndex {
  const client = openWebClient(access, requestTimeout);
  return {
    count: async (key, signal) => {
      const query = { jql: `project = ${key}`, maxResults: '1' };
      const answer = await client.request({ method: 'GET', path: '/jira/rest/api/2/search', query }, signal);
      return (answer.json() as { total: number }).total;
    },
    close: () => {
      client.close();
    },
  };
}

/** Confluence's: `GET /rest/api/search`. It makes its index anew when it starts without one. */
export function openConfluenceIndex(
  access: ApplicationAccess,
  { requestTimeout }: SearchIndexOptions,
): SearchIndex {
  const client = openWebClient(access, requestTimeout);
  return {
    count: async (key, signal) => {
      const query = { cql: `space = ${key} and type = page`, limit: '1' };
      const answer = await client.request(
        { method: 'GET', path: '/confluence/rest/api/search', query },
        signal,
      );
      return (answer.json() as { totalSize: number }).totalSize;
    },
    close: () => {
      client.close();
    },
  };
}
