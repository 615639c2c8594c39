import type { Application } from '../drill/history';

/** What the workload and the seed content write: a page, an issue or a document, with its bytes. */
export interface Item {
  /** Page title, issue summary or document name; unique in its container. */
  readonly key: string;
  /** Confluence storage format, Jira wiki text; Alfresco documents have none but their bytes. */
  readonly body: string;
  readonly attachment: { readonly name: string; readonly bytes: Buffer };
}

export interface StoredItem extends Item {
  readonly id: string;
}

/** `absent` is the application's clear answer (404, or a row without its file); anything unclear is thrown. */
export type ReadResult =
  | { readonly found: 'present'; readonly item: StoredItem }
  | { readonly found: 'absent'; readonly detail: string };

/** A Confluence space, a Jira project or an Alfresco folder. */
export interface Container {
  /** Two to ten capital letters and digits, beginning with a letter: what Jira takes as a project key. */
  readonly key: string;
  readonly name: string;
}

/** What `/status` or the probe said; `ready` needs the right code and the right state. */
export interface ProbeResult {
  readonly ready: boolean;
  readonly status: number;
  readonly state: string;
}

/**
 * One application as a place where items are kept. Every call is one or more requests, each bounded by the
 * request time-out given when the store was opened, and throws `RequestFailed`.
 */
export interface Store {
  readonly application: Application;
  /** Makes the container where it is missing. */
  ensureContainer(container: Container, signal: AbortSignal): Promise<void>;
  /** Removes the container with all that is in it; one that is not there is no error. */
  removeContainer(container: Container, signal: AbortSignal): Promise<void>;
  /** Resolves when every part of the item is acknowledged. */
  write(container: Container, item: Item, signal: AbortSignal): Promise<{ readonly id: string }>;
  read(id: string, signal: AbortSignal): Promise<ReadResult>;
  find(container: Container, key: string, signal: AbortSignal): Promise<string | undefined>;
  list(
    container: Container,
    signal: AbortSignal,
  ): Promise<readonly { readonly id: string; readonly key: string }[]>;
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** Closes kept connections. */
  close(): void;
}
