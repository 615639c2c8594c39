import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a test makes the server do to a request; `serve` is the ordinary thing. */
export type Behaviour =
  'serve' | 'hang' | 'reset-after-acting' | { readonly status: number; readonly says?: string };

export interface Stored {
  readonly id: string;
  readonly key: string;
  readonly body: string;
  attachment?: { readonly name: string; readonly bytes: Buffer };
}

export interface InMemoryWebServer {
  readonly port: number;
  /** Decides by method and path; replaced by tests. */
  behave: (method: string, path: string) => Behaviour;
  /** When each request came, on the monotonic clock, in ms. */
  readonly arrivals: readonly { readonly at: number; readonly method: string; readonly path: string }[];
  readonly stored: Map<string, Stored>;
  /** Closes the listener and cuts every connection, as a kill does. */
  kill(): Promise<void>;
  /** Listens on the same port again, with what was stored. */
  revive(): Promise<void>;
}

/**
 * Tests' own web server with just so much of Confluence's REST API as the adapter uses, in memory: for trying the
 * workload on a real connection. What the adapters may expect of the products is tried on their stand-ins.
 */
export async function startInMemoryWebServer(tls: {
  readonly key: string;
  readonly cert: string;
}): Promise<InMemoryWebServer> {
  const stored = new Map<string, Stored>();
  const arrivals: { at: number; method: string; path: string }[] = [];
  const sockets = new Set<Socket>();
  let behave: InMemoryWebServer['behave'] = () => 'serve';
  let server: Server | undefined;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://test');
    const method = request.method ?? '';
    arrivals.push({ at: performance.now(), method, path: url.pathname });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const behaviour = behave(method, url.pathname);
    if (behaviour === 'hang') return;
    if (typeof behaviour === 'object') {
      response.writeHead(behaviour.status).end(behaviour.says ?? 'as the test asked');
      return;
    }
    const answer = act(stored, method, url, Buffer.concat(chunks));
    if (behaviour === 'reset-after-acting') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body));
  };
  const listen = (port: number): Promise<void> => {
    const listening = createServer(
      tls,
      (request, response) => void handle(request, response).catch(() => undefined),
    );
    server = listening;
    listening.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
  };
  await listen(0);
  const { port } = serverOf(server).address() as AddressInfo;
  return {
    port,
    get behave() {
      return behave;
    },
    set behave(next) {
      behave = next;
    },
    arrivals,
    stored,
    kill: () =>
      new Promise((resolve) => {
        serverOf(server).close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    revive: () => listen(port),
  };
}

function serverOf(server: Server | undefined): Server {
  if (server === undefined) throw new Error('the server has not been started');
  return server;
}

function act(
  stored: Map<string, Stored>,
  method: string,
  url: URL,
  body: Buffer,
): { readonly status: number; readonly body: unknown } {
  const path = url.pathname.replace('/confluence', '').replace('/rest/api', '');
  if (path === '/status') return { status: 200, body: { state: 'RUNNING' } };
  if (path.startsWith('/space')) return { status: method === 'DELETE' ? 202 : 200, body: {} };
  const id = /^\/(?:content|download\/attachments)\/([^/]+)/.exec(path)?.[1];
  if (id === undefined) return method === 'POST' ? create(stored, body) : search(stored, url);
  const item = stored.get(id);
  if (item === undefined) return { status: 404, body: {} };
  if (path.startsWith('/download')) return { status: 200, body: item.attachment?.bytes ?? Buffer.alloc(0) };
  if (path.endsWith('/child/attachment')) {
    if (method === 'POST') item.attachment = uploaded(body);
    return { status: 200, body: attachmentsOf(item) };
  }
  const expanded = (url.searchParams.get('expand') ?? '').split(',').includes('children.attachment');
  return {
    status: 200,
    body: { ...page(item), ...(expanded ? { children: { attachment: attachmentsOf(item) } } : {}) },
  };
}

const attachmentsOf = ({ id, attachment }: Stored): object => ({
  results:
    attachment === undefined
      ? []
      : [{ title: attachment.name, _links: { download: `/download/attachments/${id}/file` } }],
});

function create(stored: Map<string, Stored>, body: Buffer): { status: number; body: unknown } {
  const { title, body: given } = JSON.parse(body.toString('utf8')) as {
    title: string;
    body: { storage: { value: string } };
  };
  const item: Stored = { id: randomUUID(), key: title, body: given.storage.value };
  stored.set(item.id, item);
  return { status: 200, body: page(item) };
}

function search(stored: Map<string, Stored>, url: URL): { status: number; body: unknown } {
  const title = url.searchParams.get('title');
  const start = Number(url.searchParams.get('start') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 25);
  const all = [...stored.values()].filter(({ key }) => title === null || key === title);
  return { status: 200, body: { results: all.slice(start, start + limit).map(page) } };
}

function page({ id, key, body }: Stored): object {
  return { id, title: key, body: { storage: { value: body } } };
}

function uploaded(body: Buffer): { readonly name: string; readonly bytes: Buffer } {
  const head = body.indexOf('\r\n\r\n');
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), head);
  const name = /filename="([^"]*)"/.exec(body.toString('utf8', 0, head))?.[1] ?? '';
  return { name, bytes: Buffer.from(body.subarray(head + 4, end)) };
}
