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

const API = '/confluence/rest/api';
const PAGE_LIMIT = 100;

interface Content {
  readonly id: string;
  readonly title: string;
  readonly body?: { readonly storage?: { readonly value: string } };
  readonly children?: { readonly attachment?: Attachments };
}
interface Attachments {
  readonly results: readonly { readonly title: string; readonly _links: { readonly download: string } }[];
}

/** Confluence (Server, Data Center): an item is a page with one attachment. */
export function openConfluence(access: ApplicationAccess, options: StoreOptions): Store {
  const logIn = options.logIn === 'once' ? logInForm(access) : undefined;
  const client = openWebClient(access, options.requestTimeout, logIn);
  return {
    application: 'confluence',
    ensureContainer: async (container, signal) => {
      const path = `${API}/space/${container.key}`;
      const { status } = await client.request({ method: 'GET', path, accept: [404] }, signal);
      if (status !== 404) return;
      const json = { key: container.key, name: container.name };
      await client.request({ method: 'POST', path: `${API}/space`, json }, signal);
    },
    removeContainer: async (container, signal) => {
      // 202: the product removes a space in a task of its own.
      await client.request(
        { method: 'DELETE', path: `${API}/space/${container.key}`, accept: [404] },
        signal,
      );
    },
    write: (container, item, signal) => write(client, container, item, signal),
    read: (id, signal) => read(client, id, signal),
    find: async (container, key, signal) => {
      const query = { spaceKey: container.key, title: key, limit: '1' };
      const answer = await client.request({ method: 'GET', path: `${API}/content`, query }, signal);
      return (answer.json() as { results: readonly Content[] }).results[0]?.id;
    },
    list: (container, signal) =>
      paged(PAGE_LIMIT, async (start) => {
        const query = {
          spaceKey: container.key,
          type: 'page',
          start: String(start),
          limit: String(PAGE_LIMIT),
        };
        const answer = await client.request({ method: 'GET', path: `${API}/content`, query }, signal);
        const { results } = answer.json() as { results: readonly Content[] };
        return results.map(({ id, title }) => ({ id, key: title }));
      }),
    probe: (signal) => statusProbe(client, '/confluence/status', signal),
    close: () => {
      client.close();
    },
  };
}

/** The log-in page's form. Let in, one is sent on; else the page comes again. */
function logInForm({ username, password }: ApplicationAccess): SessionLogIn {
  const form = new URLSearchParams({ os_username: username, os_password: password });
  const body = Buffer.from(form.toString());
  return {
    request: {
      method: 'POST',
      path: '/confluence/dologin.action',
      body: { contentType: 'application/x-www-form-urlencoded', body },
      accept: [302],
    },
    headers: (answer) => (answer.status === 302 ? sessionCookie(answer) : undefined),
  };
}

async function write(
  client: WebClient,
  container: Container,
  item: Item,
  signal: AbortSignal,
): Promise<{ id: string }> {
  const page = {
    type: 'page',
    title: item.key,
    space: { key: container.key },
    body: { storage: { value: item.body, representation: 'storage' } },
  };
  const created = await client.request({ method: 'POST', path: `${API}/content`, json: page }, signal);
  const { id } = created.json() as Content;
  try {
    const { name: filename, bytes } = item.attachment;
    await client.request(
      {
        method: 'POST',
        path: `${API}/content/${id}/child/attachment`,
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
  const path = `${API}/content/${id}`;
  const page = await client.request(
    {
      method: 'GET',
      path,
      query: { expand: 'body.storage,version,space,children.attachment' },
      accept: [404],
    },
    signal,
  );
  if (page.status === 404) return { found: 'absent', detail: `no page ${id}` };
  const content = page.json() as Content;
  const attachment = content.children?.attachment?.results[0];
  if (attachment === undefined) return { found: 'absent', detail: `page ${id} has no attachment` };
  // The link is relative to the context path; older versions give it with the context path.
  const link = new URL(attachment._links.download, 'https://confluence');
  const relative = `${link.pathname}${link.search}`;
  const download = relative.startsWith('/confluence/') ? relative : `/confluence${relative}`;
  const file = await client.request({ method: 'GET', path: download, accept: [404] }, signal);
  if (file.status === 404) return { found: 'absent', detail: `page ${id}: the attachment's row has no file` };
  const body = content.body?.storage?.value ?? '';
  const item = { id, key: content.title, body, attachment: { name: attachment.title, bytes: file.bytes } };
  return { found: 'present', item };
}
