import type { ApplicationAccess } from './access';
import { multipart } from './multipart';
import type { StoreOptions } from './open-store';
import { paged } from './paged';
import { ANY_STATUS } from './probe';
import { RequestFailed } from './request-failed';
import type { Container, ReadResult, Store } from './store';
import { openWebClient, type WebClient } from './web-client';
import type { SessionLogIn } from './with-session';

const API = '/alfresco/api/-default-/public/alfresco/versions/1';
/** The folder that every user may write to. */
const SHARED = `${API}/nodes/-shared-`;
const PAGE_LIMIT = 100;

interface NodeEntry {
  readonly id: string;
  readonly name: string;
  readonly isFile?: boolean;
}
interface NodeAnswer {
  readonly entry: NodeEntry;
}

/** Alfresco Content Services: an item is a document named by its key; it has no body besides its bytes. */
export function openAlfresco(access: ApplicationAccess, options: StoreOptions): Store {
  const logIn = options.logIn === 'once' ? ticketFor(access) : undefined;
  const client = openWebClient(access, options.requestTimeout, logIn);
  return {
    application: 'alfresco',
    ensureContainer: async (container, signal) => {
      if ((await folderId(client, container, signal)) !== undefined) return;
      const json = { name: container.key, nodeType: 'cm:folder', properties: { 'cm:title': container.name } };
      await client.request({ method: 'POST', path: `${SHARED}/children`, json, accept: [409] }, signal);
    },
    removeContainer: async (container, signal) => {
      const id = await folderId(client, container, signal);
      if (id === undefined) return;
      const query = { permanent: 'true' };
      await client.request({ method: 'DELETE', path: `${API}/nodes/${id}`, query, accept: [404] }, signal);
    },
    write: async (container, item, signal) => {
      const fields = { name: item.key, nodeType: 'cm:content', relativePath: container.key };
      const file = { field: 'filedata', filename: item.attachment.name, bytes: item.attachment.bytes };
      const answer = await client.request(
        { method: 'POST', path: `${SHARED}/children`, body: multipart(fields, file) },
        signal,
      );
      return { id: (answer.json() as NodeAnswer).entry.id };
    },
    read: (id, signal) => read(client, id, signal),
    find: async (container, key, signal) => {
      const query = { relativePath: `${container.key}/${key}` };
      const answer = await client.request({ method: 'GET', path: SHARED, query, accept: [404] }, signal);
      return answer.status === 404 ? undefined : (answer.json() as NodeAnswer).entry.id;
    },
    list: (container, signal) => list(client, container, signal),
    probe: async (signal) => {
      const path = `${API}/probes/-ready-`;
      const { status, bytes } = await client.request({ method: 'GET', path, accept: ANY_STATUS }, signal);
      const state = /"message"\s*:\s*"([^"]*)"/.exec(bytes.toString('utf8'))?.[1] ?? 'no message';
      return { ready: status === 200, status, state };
    },
    close: () => {
      client.close();
    },
  };
}

function ticketFor({ username, password }: ApplicationAccess): SessionLogIn {
  const path = '/alfresco/api/-default-/public/authentication/versions/1/tickets';
  return {
    request: { method: 'POST', path, json: { userId: username, password } },
    headers: (answer) => {
      const { id } = (answer.json() as { readonly entry: { readonly id: string } }).entry;
      return { Authorization: `Basic ${Buffer.from(id).toString('base64')}` };
    },
  };
}

async function folderId(
  client: WebClient,
  container: Container,
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = { relativePath: container.key };
  const answer = await client.request({ method: 'GET', path: SHARED, query, accept: [404] }, signal);
  return answer.status === 404 ? undefined : (answer.json() as NodeAnswer).entry.id;
}

async function list(
  client: WebClient,
  container: Container,
  signal: AbortSignal,
): Promise<readonly { readonly id: string; readonly key: string }[]> {
  const folder = await folderId(client, container, signal);
  if (folder === undefined) {
    throw new RequestFailed(`Alfresco has no shared folder ${container.key}`, {
      outcome: 'failed',
      status: 404,
    });
  }
  return paged(PAGE_LIMIT, async (start) => {
    const query = { skipCount: String(start), maxItems: String(PAGE_LIMIT) };
    const answer = await client.request(
      { method: 'GET', path: `${API}/nodes/${folder}/children`, query },
      signal,
    );
    const { entries } = (answer.json() as { list: { entries: readonly NodeAnswer[] } }).list;
    return entries.map(({ entry }) => ({ id: entry.id, key: entry.name }));
  });
}

async function read(client: WebClient, id: string, signal: AbortSignal): Promise<ReadResult> {
  const path = `${API}/nodes/${id}`;
  const node = await client.request({ method: 'GET', path, accept: [404] }, signal);
  if (node.status === 404) return { found: 'absent', detail: `no document ${id}` };
  const { name } = (node.json() as NodeAnswer).entry;
  const content = await client.request({ method: 'GET', path: `${path}/content`, accept: [404] }, signal);
  if (content.status === 404) return { found: 'absent', detail: `document ${id}: the row has no file` };
  return { found: 'present', item: { id, key: name, body: '', attachment: { name, bytes: content.bytes } } };
}
