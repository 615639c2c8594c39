import type { ApplicationAccess } from './access';
import { multipart } from './multipart';
import type { StoreOptions } from './open-store';
import { paged } from './paged';
import { statusProbe } from './probe';
import { partlyDone } from './request-failed';
import { sessionCookie } from './session-cookie';
import type { Container, Item, ReadResult, Store } from './store';
import { openWebClient, type WebClient } from './web-client';
import type { SessionLogIn } from './with-session';

const API = '/jira/rest/api/2';
const PAGE_LIMIT = 100;

interface Issue {
  readonly key: string;
  readonly fields: {
    readonly summary: string;
    readonly description?: string | null;
    readonly attachment?: readonly { readonly filename: string; readonly content: string }[];
  };
}

/** Jira (Server, Data Center): an item is an issue with one attachment; its id is the issue key. */
export function openJira(access: ApplicationAccess, options: StoreOptions): Store {
  const logIn = options.logIn === 'once' ? sessionResource(access) : undefined;
  const client = openWebClient(access, options.requestTimeout, logIn);
  const search = async (jql: string, startAt: number, signal: AbortSignal): Promise<readonly Issue[]> => {
    const query = { jql, fields: 'summary', startAt: String(startAt), maxResults: String(PAGE_LIMIT) };
    const answer = await client.request({ method: 'GET', path: `${API}/search`, query }, signal);
    return (answer.json() as { issues: readonly Issue[] }).issues;
  };
  return {
    application: 'jira',
    ensureContainer: async (container, signal) => {
      const path = `${API}/project/${container.key}`;
      const { status } = await client.request({ method: 'GET', path, accept: [404] }, signal);
      if (status !== 404) return;
      const { key, name } = container;
      const json = { key, name, projectTypeKey: 'business', lead: access.username };
      await client.request({ method: 'POST', path: `${API}/project`, json }, signal);
    },
    removeContainer: async (container, signal) => {
      const path = `${API}/project/${container.key}`;
      await client.request({ method: 'DELETE', path, accept: [404] }, signal);
    },
    write: (container, item, signal) => write(client, container, item, signal),
    read: (id, signal) => read(client, id, signal),
    find: async (container, key, signal) => {
      // The index tokenizes, so what it finds is compared with the whole summary.
      const phrase = key.replace(/["\\]/g, ' ');
      const found = await search(`project = ${container.key} AND summary ~ "\\"${phrase}\\""`, 0, signal);
      return found.find((issue) => issue.fields.summary === key)?.key;
    },
    list: (container, signal) =>
      paged(PAGE_LIMIT, async (start) => {
        const issues = await search(`project = ${container.key} ORDER BY key ASC`, start, signal);
        return issues.map((issue) => ({ id: issue.key, key: issue.fields.summary }));
      }),
    probe: (signal) => statusProbe(client, '/jira/status', signal),
    close: () => {
      client.close();
    },
  };
}

function sessionResource({ username, password }: ApplicationAccess): SessionLogIn {
  return {
    request: { method: 'POST', path: '/jira/rest/auth/1/session', json: { username, password } },
    headers: sessionCookie,
  };
}

async function write(
  client: WebClient,
  container: Container,
  item: Item,
  signal: AbortSignal,
): Promise<{ id: string }> {
  const fields = {
    project: { key: container.key },
    summary: item.key,
    issuetype: { name: 'Task' },
    description: item.body,
  };
  const created = await client.request({ method: 'POST', path: `${API}/issue`, json: { fields } }, signal);
  const { key: id } = created.json() as { key: string };
  try {
    const { name: filename, bytes } = item.attachment;
    await client.request(
      {
        method: 'POST',
        path: `${API}/issue/${id}/attachments`,
        body: multipart({}, { field: 'file', filename, bytes }),
        headers: { 'X-Atlassian-Token': 'no-check' },
      },
      signal,
    );
  } catch (error) {
    throw partlyDone(error, id);
  }
  return { id };
}

async function read(client: WebClient, id: string, signal: AbortSignal): Promise<ReadResult> {
  const query = { fields: 'summary,description,attachment' };
  const answer = await client.request(
    { method: 'GET', path: `${API}/issue/${id}`, query, accept: [404] },
    signal,
  );
  if (answer.status === 404) return { found: 'absent', detail: `no issue ${id}` };
  const { fields } = answer.json() as Issue;
  const attachment = fields.attachment?.[0];
  if (attachment === undefined) return { found: 'absent', detail: `issue ${id} has no attachment` };
  // Jira gives the link under its own base URL; the way through the web server is its path.
  const { pathname } = new URL(attachment.content, 'https://jira');
  const file = await client.request({ method: 'GET', path: pathname, accept: [404] }, signal);
  if (file.status === 404)
    return { found: 'absent', detail: `issue ${id}: the attachment's row has no file` };
  const item = {
    id,
    key: fields.summary,
    body: fields.description ?? '',
    attachment: { name: attachment.filename, bytes: file.bytes },
  };
  return { found: 'present', item };
}
