import type { Monitor, MonitorAccess } from './monitor';

/** Opens InterMapper's HTTP API; no request is made yet. */
export function connectMonitor(access: MonitorAccess): Monitor {
  throw new Error(`being written: ${access.hostname}`);
}
