import type { Agent } from 'node:https';
import type { MonitorState } from '../drill/monitor-state';
import type { Milliseconds } from '../drill/time';

export interface MonitorAccess {
  /** As the agent reaches it: the monitor's private address when the agent tunnels through the bastion. */
  readonly address: string;
  readonly port: number;
  /** The name in the certificate. */
  readonly hostname: string;
  /** PEM of the certificate authority. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
  /** Opens the connections, verified against `ca` and `hostname` by itself; without it they are opened from here. */
  readonly agent?: Agent;
  readonly requestTimeout: Milliseconds;
}

/** A row of the devices table. */
export interface MonitorDevice {
  readonly name: string;
  /** UP, DOWN or UNKNOWN; a device in alarm is UP. */
  readonly status: string;
  readonly state: MonitorState;
  readonly acknowledged: boolean;
  readonly reason: string;
}

/**
 * Where the event log is read. InterMapper starts a new file at each start of the server, whose name sorts after
 * the ones before. The product keeps them on its host (`eventLogOnHost`); the stand-in gives them by HTTP, too.
 */
export interface EventLog {
  /** Names of the event log's files, oldest first. */
  names(signal: AbortSignal): Promise<readonly string[]>;
  /** What is in a file from `offset` on (bytes). */
  read(name: string, offset: number, signal: AbortSignal): Promise<Buffer>;
}

/** InterMapper's HTTP API. Each call is bounded by the request time-out and throws an Error of one line. */
export interface Monitor {
  devices(signal: AbortSignal): Promise<readonly MonitorDevice[]>;
  readonly eventLog: EventLog;
  /** Rows of the devices table with these fields, tab-separated. A probe's parameters hold passwords. */
  table(fields: readonly string[], signal: AbortSignal): Promise<string>;
  /** `POST /~import/<name>`: a table with its directive line. */
  importTable(name: string, table: string, signal: AbortSignal): Promise<void>;
  close(): void;
}
