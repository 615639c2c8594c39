import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { multipartOf, xmlProblem } from './second-confluence-input';

/** What a test has the server do to a request. */
export type Behaviour =
  | 'serve'
  /** The connection breaks before anything was done. */
  | 'drop'
  /** It is done, and the connection breaks before the answer. */
  | 'act-and-drop'
  /** No answer, ever. */
  | 'hang'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly says?: string;
    };

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface StoredPage {
  readonly id: string;
  parent: string | undefined;
  title: string;
  body: string;
  version: number;
  message: string;
  readonly labels: Set<string>;
  readonly properties: Map<string, { value: unknown; version: number }>;
  readonly attachments: { id: string; name: string; comment: string; bytes: Buffer; version: number }[];
}

export interface SecondConfluence {
  readonly baseUrl: string;
  readonly pages: Map<string, StoredPage>;
  /** How many ids it has given, and to how many macros. */
  readonly given: { ids: number; macros: number };
  readonly asked: Asked[];
  behave: (asked: Asked, count: number) => Behaviour;
  /** Bytes that a page's body and an attachment may have. */
  largestBody: number;
  largestAttachment: number;
  /** A person's edit in the browser. */
  edit(id: string, change: Partial<Pick<StoredPage, 'title' | 'body' | 'parent'>>): void;
  titled(title: string): StoredPage;
  close(): Promise<void>;
}

export const TOKEN = 'MjkyOTk3NTU4MzM1OpxGp9CkWxJ8';
export const SPACE = 'OPS';
/** The page that is there from the start. */
export const PARENT = { id: '65537', title: 'Recovery' };
/** The most that it gives at once, whatever it is asked for. */
const LARGEST_PAGE = 4;
const CONTEXT = '/confluence';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const copyOf = (page: StoredPage): StoredPage => ({
  ...page,
  labels: new Set(page.labels),
  properties: structuredClone(page.properties),
  attachments: page.attachments.map((attachment) => ({ ...attachment })),
});

/**
 * A Confluence for the tests of publication, made from what is known of the product and not from the stand-in: pages,
 * versions, labels, attachments and properties in memory. As the product does, it gives each macro that has none an id when
 * a page is saved, so that what is read is not what was written, to the byte.
 * @param like has the pages that it begins with
 */
export async function startSecondConfluence(like?: SecondConfluence): Promise<SecondConfluence> {
  const pages = new Map([...(like?.pages ?? [])].map(([id, page]) => [id, copyOf(page)]));
  const given = { ...(like?.given ?? { ids: 70_000, macros: 0 }) };
  const asked: Asked[] = [];
  const add = (id: string, title: string, body: string, parent: string | undefined): StoredPage => {
    const page: StoredPage = {
      ...{ id, title, body, parent, version: 1, message: '' },
      ...{ labels: new Set<string>(), properties: new Map(), attachments: [] },
    };
    pages.set(id, page);
    return page;
  };
  if (like === undefined) add(PARENT.id, PARENT.title, '<p>All about recovery.</p>', undefined);

  const titled = (title: string): StoredPage | undefined =>
    [...pages.values()].find((page) => page.title.toLowerCase() === title.toLowerCase());
  const existing = (id: string | undefined): StoredPage => {
    const page = pages.get(id ?? '');
    if (page === undefined) throw new Refused(404, `No content found with id: ${id ?? ''}`);
    return page;
  };
  const saved = (body: string): string =>
    body.replace(
      /(<ac:structured-macro(?![^>]*ac:macro-id)[^>]*?)(\/?>)/g,
      (_, start: string, end: string) => {
        given.macros += 1;
        return `${start} ac:schema-version="1" ac:macro-id="${String(given.macros)}"${end}`;
      },
    );
  const server = createServer((request, response) => void handle(request, response));
  const state: SecondConfluence = {
    baseUrl: '',
    ...{ pages, given, asked },
    behave: () => 'serve',
    largestBody: 5_000_000,
    largestAttachment: 5_000_000,
    edit: (id, change) => {
      const page = existing(id);
      Object.assign(page, change, { version: page.version + 1, message: '' });
      page.body = saved(page.body);
    },
    titled: (title) => {
      const page = titled(title);
      if (page === undefined) throw new Error(`there is no page "${title}"`);
      return page;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://second');
    const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams };
    asked.push(one);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const behaviour = state.behave(one, asked.length);
    if (behaviour === 'hang') return;
    if (behaviour === 'drop') return void request.socket.destroy();
    if (typeof behaviour === 'object')
      return void response
        .writeHead(behaviour.status, behaviour.headers)
        .end(behaviour.says ?? 'as the test asked');
    const answer = answered(one, request, Buffer.concat(chunks));
    if (behaviour === 'act-and-drop') return void request.socket.destroy();
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  function answered(one: Asked, request: IncomingMessage, body: Buffer): Answer {
    try {
      if (request.headers.authorization !== `Bearer ${TOKEN}`)
        throw new Refused(401, 'Client must be authenticated to access this resource.');
      return route(one, request, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, body: { statusCode: error.status, message: error.message } };
    }
  }

  function route({ method, path, query }: Asked, request: IncomingMessage, body: Buffer): Answer {
    const [kind, id, ...rest] = path.replace(`${CONTEXT}/rest/api/`, '').split('/').map(decodeURIComponent);
    if (kind !== 'content') throw new Refused(404, 'null for uri');
    const json = (): Draft => JSON.parse(body.toString('utf8')) as Draft;
    if (id === undefined) return method === 'GET' ? found(query) : created(json(), query);
    const page = existing(id);
    const what = `${method} ${rest.filter((part) => !/^(att\d+|firedrill)$/.test(part)).join('/')}`;
    switch (what) {
      case 'GET ':
        return { status: 200, body: shown(page, query) };
      case 'PUT ':
        return updated(page, json(), query);
      case 'GET child/page':
        return list(
          [...pages.values()].filter(({ parent }) => parent === page.id),
          query,
          (one) => shown(one, query),
        );
      case 'GET child/attachment':
        return list(page.attachments, query, ({ id: attachment, name, comment, version }) => ({
          ...{ id: attachment, title: name, metadata: { comment, mediaType: 'image/png' } },
          version: { number: version },
        }));
      case 'POST child/attachment':
      case 'POST child/attachment/data':
        return attached(page, rest[2], request, body);
      case 'GET label':
        return list([...page.labels], query, (name) => ({ prefix: 'global', name }));
      case 'POST label':
        for (const { name } of JSON.parse(body.toString('utf8')) as { name: string }[]) page.labels.add(name);
        return { status: 200, body: { results: [] } };
      case 'DELETE label':
        page.labels.delete(query.get('name') ?? '');
        return { status: 204, body: undefined };
      case 'POST property':
      case 'PUT property':
        return sealed(page, method, JSON.parse(body.toString('utf8')) as PropertyDraft);
      default:
        throw new Refused(405, `no ${what}`);
    }
  }

  function found(query: URLSearchParams): Answer {
    if (query.get('spaceKey') !== SPACE) throw new Refused(404, 'No space with key');
    const page = titled(query.get('title') ?? '');
    return list(page === undefined ? [] : [page], query, (one) => shown(one, query));
  }

  function created(draft: Draft, query: URLSearchParams): Answer {
    if (draft.space?.key !== SPACE) throw new Refused(404, 'No space with key');
    if (titled(draft.title) !== undefined)
      throw new Refused(400, 'A page with this title already exists: A page already exists with that title');
    const parent = draft.ancestors?.[0]?.id;
    if (parent !== undefined && !pages.has(parent)) throw new Refused(400, 'No parent page');
    refuseBody(draft.body.storage.value);
    given.ids += 1;
    const page = add(String(given.ids), draft.title, saved(draft.body.storage.value), parent);
    return { status: 200, body: shown(page, query) };
  }

  function updated(page: StoredPage, draft: Draft, query: URLSearchParams): Answer {
    if (draft.version === undefined) throw new Refused(400, 'A version number is required');
    if (draft.version.number !== page.version + 1)
      throw new Refused(
        409,
        `Version must be incremented on update. Current version is: ${String(page.version)}`,
      );
    const other = titled(draft.title);
    if (other !== undefined && other !== page)
      throw new Refused(400, 'A page with this title already exists');
    refuseBody(draft.body.storage.value);
    Object.assign(page, {
      ...{ title: draft.title, body: saved(draft.body.storage.value), version: page.version + 1 },
      message: draft.version.message ?? '',
    });
    return { status: 200, body: shown(page, query) };
  }

  function refuseBody(body: string): void {
    if (Buffer.byteLength(body) > state.largestBody) throw new Refused(413, 'Request Entity Too Large');
    const problem = xmlProblem(body);
    if (problem !== undefined) throw new Refused(400, `Error parsing xhtml: ${problem}`);
  }

  function attached(
    page: StoredPage,
    attachment: string | undefined,
    request: IncomingMessage,
    body: Buffer,
  ): Answer {
    if (request.headers['x-atlassian-token'] !== 'no-check') throw new Refused(403, 'XSRF check failed');
    const { name, bytes, comment } = multipartOf(request.headers['content-type'] ?? '', body);
    if (bytes.length > state.largestAttachment) throw new Refused(413, 'larger than the limit');
    const same = page.attachments.find((one) => one.name === name);
    if (attachment === undefined) {
      if (same !== undefined)
        throw new Refused(
          400,
          `Cannot add a new attachment with same file name as an existing attachment: ${name}`,
        );
      given.ids += 1;
      page.attachments.push({ id: `att${String(given.ids)}`, name, bytes, comment, version: 1 });
    } else {
      const known = page.attachments.find((one) => one.id === attachment);
      if (known === undefined) throw new Refused(404, 'no attachment');
      Object.assign(known, { bytes, comment, version: known.version + 1 });
    }
    return { status: 200, body: { results: [] } };
  }

  function sealed(page: StoredPage, method: string, { key, value, version }: PropertyDraft): Answer {
    const known = page.properties.get(key);
    if (method === 'POST' && known !== undefined) throw new Refused(409, 'property exists already');
    if (method === 'PUT' && version?.number !== (known?.version ?? 0) + 1)
      throw new Refused(409, 'Cannot update property: version conflict');
    page.properties.set(key, { value, version: (known?.version ?? 0) + 1 });
    return { status: 200, body: {} };
  }

  function list<T>(all: readonly T[], query: URLSearchParams, show: (one: T) => unknown): Answer {
    const start = Number(query.get('start') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? 25), LARGEST_PAGE);
    const results = all.slice(start, start + limit).map(show);
    const more = start + limit < all.length;
    const _links = more ? { next: `/rest/api/x?start=${String(start + limit)}` } : {};
    return { status: 200, body: { results, start, limit, size: results.length, _links } };
  }

  function shown(page: StoredPage, query: URLSearchParams): unknown {
    const expand = (query.get('expand') ?? '').split(',');
    const { id, title, version, message, body } = page;
    const properties = Object.fromEntries(
      [...page.properties]
        .filter(([key]) => expand.includes(`metadata.properties.${key}`))
        .map(([key, property]) => [
          key,
          { key, value: property.value, version: { number: property.version } },
        ]),
    );
    return {
      ...{ id, type: 'page', status: 'current', title, metadata: { properties } },
      ...(expand.includes('version') ? { version: { number: version, message } } : {}),
      ...(expand.includes('space') ? { space: { key: SPACE } } : {}),
      ...(expand.includes('body.storage')
        ? { body: { storage: { value: body, representation: 'storage' } } }
        : {}),
    };
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { baseUrl: `http://127.0.0.1:${String(port)}${CONTEXT}` });
}

interface Draft {
  readonly title: string;
  readonly space?: { readonly key: string };
  readonly ancestors?: readonly { readonly id: string }[];
  readonly body: { readonly storage: { readonly value: string } };
  readonly version?: { readonly number: number; readonly message?: string };
}

interface PropertyDraft {
  readonly key: string;
  readonly value: unknown;
  readonly version?: { readonly number: number };
}
