import type { Agent } from 'node:https';
import type { MonitorState } from '../drill/monitor-state';
import type { Milliseconds } from '../drill/time';

export interface MonitorAccess {
  /** As the agent reaches it: the monitor's private address when the agent tunnels through the bastion. */
  readonly address: string;
  readonly port: number;
  /** The name in the certificate. */
  readonly hostname: string;
  readonly ca: string;
  readonly username: string;
  readonly password: string;
  /** Opens the connections; one that tunnels through the bastion. It must verify against `ca` itself or take it from the request. */
  readonly agent?: Agent;
  readonly requestTimeout: Milliseconds;
}

/** A row of the devices table. */
export interface MonitorDevice {
  readonly name: string;
  readonly status: string;
  readonly state: MonitorState;
  readonly acknowledged: boolean;
  readonly reason: string;
}

/** InterMapper's HTTP API. Each call is bounded by the request time-out and throws an Error of one line. */
export interface Monitor {
  devices(signal: AbortSignal): Promise<readonly MonitorDevice[]>;
  /** The event log from `offset` (bytes) of the file named, or of the newest where no name is given. */
  eventLog(
    from: { readonly name?: string; readonly offset: number },
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly offset: number; readonly text: string }>;
  /** `POST /~import/<name>`: a table with its directive line. */
  importTable(name: string, table: string, signal: AbortSignal): Promise<void>;
}
