import { Agent as PlainAgent } from 'node:http';
import { Agent } from 'node:https';
import { z } from 'zod';
import type { Milliseconds } from '../drill/time';
import {
  attachment,
  bodyAndSpace,
  label,
  listOf,
  pageHead,
  type Attachment,
  type Page,
  type PageHead,
  type Property,
} from './confluence-answers';
import { multipart } from './multipart';
import { patientClient, type Patience } from './patient-client';
import { RequestFailed } from './request-failed';
import { basic, webClientTo, type WebClient, type WebRequest } from './web-client';

/** How a publisher reaches a Confluence (Server, Data Center) that people use. */
export interface ConfluenceAccess {
  /** With the context path: `https://tools.example.org/confluence`. */
  readonly baseUrl: string;
  /** A personal access token (Confluence 7.9 and later), or the password of `username`. */
  readonly token: string;
  /** Signs in as by Basic authentication, for a Confluence that has no tokens. */
  readonly username?: string;
  /** PEM of the certificate authority; those that Node knows where it is absent. */
  readonly ca?: string;
}

/** What a page is to become. */
export interface PageDraft {
  readonly title: string;
  readonly body: string;
}

/**
 * The pages of one space, as somebody who may write there, with one content property of each. Whatever fails throws
 * `RequestFailed`, with the status.
 */
export interface ConfluencePages {
  /** Undefined where there is none, or none that may be seen. */
  read(id: string, signal: AbortSignal): Promise<Page | undefined>;
  find(title: string, signal: AbortSignal): Promise<PageHead | undefined>;
  /** Those right below it. */
  children(id: string, signal: AbortSignal): Promise<readonly PageHead[]>;
  /** 400: its title is taken, or its body is no storage format. 413: too large. */
  create(draft: PageDraft, parent: string, signal: AbortSignal): Promise<PageHead>;
  /** Without a message to those who watch it. 409: `version` is not the next one; somebody was faster. */
  update(
    id: string,
    draft: PageDraft,
    next: { readonly version: number; readonly message: string },
    signal: AbortSignal,
  ): Promise<PageHead>;
  attachments(id: string, signal: AbortSignal): Promise<readonly Attachment[]>;
  /** Adds a file, or a version to the one of that id. 400: the name is taken. 413, 404: too large. */
  attach(id: string, file: AttachedFile, attachment: string | undefined, signal: AbortSignal): Promise<void>;
  labels(id: string, signal: AbortSignal): Promise<readonly string[]>;
  addLabels(id: string, names: readonly string[], signal: AbortSignal): Promise<void>;
  removeLabel(id: string, name: string, signal: AbortSignal): Promise<void>;
  /** Does not make a version of the page. 409: `version` is not the next one, or it is 1 and there is one already. */
  putProperty(id: string, property: Property, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface AttachedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly comment: string;
}

const API = '/rest/api';
const LIMIT = 100;

export interface Of {
  readonly spaceKey: string;
  /** Letters and digits only: with a hyphen in it Confluence answers 500 where it is to be expanded. */
  readonly propertyKey: string;
}

/**
 * Confluence's REST API as a publisher needs it: docs.atlassian.com/atlassian-confluence/REST, "content", its "child",
 * "label" and "property". A page is always read by its id: what a search finds may be of an older version.
 */
export function openConfluencePages(
  access: ConfluenceAccess,
  { spaceKey, propertyKey }: Of,
  requestTimeout: Milliseconds,
  patience: Patience,
): ConfluencePages {
  const client = patientClient(clientOf(access, requestTimeout), patience);
  const send = async <T>(request: WebRequest, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const response = await client.request(request, signal);
    const read = shape.safeParse(response.json());
    if (read.success) return read.data;
    const problem = z.prettifyError(read.error).replace(/\s+/g, ' ');
    const subject = `${request.method} ${request.path}`;
    // Not to be sent again: a Confluence that answers so will do so again.
    throw new RequestFailed(`${subject} answered something else than Confluence does: ${problem}`, {
      outcome: 'unknown',
      status: response.status,
    });
  };
  const ifThere = async <T>(sent: Promise<T>): Promise<T | undefined> =>
    sent.catch((error: unknown) => {
      if (error instanceof RequestFailed && error.status === 404) return undefined;
      throw error;
    });
  const of = (id: string): string => `${API}/content/${encodeURIComponent(id)}`;
  // Confluence may give fewer than it was asked for, so not their number but the link says whether there are more.
  const every = async <T>(
    path: string,
    query: Record<string, string>,
    item: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]> => {
    const all: T[] = [];
    for (;;) {
      const page = { ...query, start: String(all.length), limit: String(LIMIT) };
      const { results, _links } = await send({ method: 'GET', path, query: page }, listOf(item), signal);
      all.push(...results);
      if (_links?.next === undefined || results.length === 0) return all;
    }
  };
  const expand = `version,metadata.properties.${propertyKey}`;
  const headShape = pageHead(propertyKey);
  const pageShape = headShape.and(bodyAndSpace);
  const body = ({ title, body: value }: PageDraft) => ({
    ...{ type: 'page', title, space: { key: spaceKey } },
    body: { storage: { value, representation: 'storage' } },
  });

  return {
    read: (id, signal) =>
      ifThere(
        send(
          { method: 'GET', path: of(id), query: { expand: `${expand},space,body.storage` } },
          pageShape,
          signal,
        ),
      ),
    find: async (title, signal) => {
      const query = { spaceKey, title, type: 'page', expand };
      const request = { method: 'GET', path: `${API}/content`, query } as const;
      return (await send(request, listOf(headShape), signal)).results[0];
    },
    children: (id, signal) => every(`${of(id)}/child/page`, { expand }, headShape, signal),
    create: (draft, parent, signal) => {
      const json = { ...body(draft), ancestors: [{ id: parent }] };
      return send({ method: 'POST', path: `${API}/content`, query: { expand }, json }, headShape, signal);
    },
    update: (id, draft, { version, message }, signal) => {
      const json = { id, ...body(draft), version: { number: version, message, minorEdit: true } };
      return send({ method: 'PUT', path: of(id), query: { expand }, json }, headShape, signal);
    },
    attachments: (id, signal) => every(`${of(id)}/child/attachment`, {}, attachment, signal),
    attach: async (id, { name, bytes, comment }, existing, signal) => {
      const path = `${of(id)}/child/attachment`;
      const form = multipart({ comment, minorEdit: 'true' }, { field: 'file', filename: name, bytes });
      const headers = { 'X-Atlassian-Token': 'no-check' };
      const to = existing === undefined ? path : `${path}/${encodeURIComponent(existing)}/data`;
      await client.request({ method: 'POST', path: to, body: form, headers }, signal);
    },
    labels: async (id, signal) => (await every(`${of(id)}/label`, {}, label, signal)).map(({ name }) => name),
    addLabels: async (id, names, signal) => {
      const json = names.map((name) => ({ prefix: 'global', name }));
      await client.request({ method: 'POST', path: `${of(id)}/label`, json }, signal);
    },
    removeLabel: async (id, name, signal) => {
      await client.request(
        { method: 'DELETE', path: `${of(id)}/label`, query: { name }, accept: [404] },
        signal,
      );
    },
    putProperty: async (id, { value, version }, signal) => {
      const path = `${of(id)}/property`;
      await client.request(
        version === 1
          ? { method: 'POST', path, json: { key: propertyKey, value } }
          : {
              method: 'PUT',
              path: `${path}/${propertyKey}`,
              json: { key: propertyKey, value, version: { number: version, minorEdit: true } },
            },
        signal,
      );
    },
    close: () => client.close(),
  };
}

function clientOf(
  { baseUrl, token, username, ca }: ConfluenceAccess,
  requestTimeout: Milliseconds,
): WebClient {
  const url = new URL(baseUrl);
  const kept = { keepAlive: true, timeout: 2000 };
  const agent =
    url.protocol === 'https:'
      ? new Agent({ ...kept, ...(ca === undefined ? {} : { ca }) })
      : new PlainAgent(kept);
  const Authorization = username === undefined ? `Bearer ${token}` : basic(username, token);
  return webClientTo(
    { baseURL: baseUrl.replace(/\/+$/, ''), agent, headers: { Authorization } },
    requestTimeout,
  );
}
