import { Agent } from 'node:https';
import axios, { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { withDeadline } from '../drill/deadline';
import { monitorState } from '../drill/monitor-state';
import type { EventLog, Monitor, MonitorAccess, MonitorDevice } from './monitor';

const FIELDS = ['Name', 'Status', 'StatusLevel', 'StatusLevelReason'] as const;
const LOGS = '/~files/logs';

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}
type Send = (
  request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly data?: string;
    readonly range?: string;
  },
  signal: AbortSignal,
) => Promise<Answer>;

/** Opens InterMapper's HTTP API; no request is made yet. */
export function connectMonitor(access: MonitorAccess): Monitor {
  const agent =
    access.agent ?? new Agent({ keepAlive: true, ca: access.ca, servername: access.hostname, timeout: 5000 });
  const client = axios.create({
    baseURL: `https://${access.address}:${access.port}`,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    auth: { username: access.username, password: access.password },
    headers: { Host: access.hostname },
  });
  const send = sender(client, access);
  return {
    devices: async (signal) => {
      const { bytes } = await send(
        { method: 'GET', url: `/~export/devices.tab?fields=${FIELDS.join(',')}` },
        signal,
      );
      return parseDevices(bytes.toString('utf8'));
    },
    table: async (fields, signal) => {
      const { bytes } = await send(
        { method: 'GET', url: `/~export/devices.tab?fields=${fields.join(',')}` },
        signal,
      );
      return bytes.toString('utf8');
    },
    eventLog: eventLogByHttp(send),
    importTable: async (name, table, signal) => {
      await send({ method: 'POST', url: `/~import/${encodeURIComponent(name)}`, data: table }, signal);
    },
    close: () => {
      // An agent that was handed in is its owner's to close.
      if (access.agent === undefined) agent.destroy();
    },
  };
}

/** Rows of the devices table in the order of `FIELDS`; the table may begin with its field names. */
export function parseDevices(table: string): readonly MonitorDevice[] {
  const rows = table.split(/\r?\n/).filter((row) => row !== '');
  return rows.flatMap((row) => {
    const [name = '', status = '', level = '', reason = ''] = row.split('\t');
    if (name === FIELDS[0] && status === FIELDS[1]) return [];
    return [{ name, status, state: monitorState(level), acknowledged: /, Acked$/.test(level), reason }];
  });
}

function eventLogByHttp(send: Send): EventLog {
  return {
    names: async (signal) => {
      const { bytes } = await send({ method: 'GET', url: LOGS }, signal);
      const addresses = bytes.toString('utf8').split(/\r?\n/);
      const names = addresses.map((address) =>
        decodeURIComponent(address.slice(address.lastIndexOf('/') + 1)),
      );
      return names.filter((name) => /^Event Log\..*\.txt$/.test(name)).sort();
    },
    read: async (name, offset, signal) => {
      const url = `${LOGS}/${encodeURIComponent(name)}`;
      const { status, bytes } = await send({ method: 'GET', url, range: `bytes=${offset}-` }, signal);
      // 416: nothing came after the offset. A server that knows no ranges answers 200 with the whole file.
      if (status === 416) return Buffer.alloc(0);
      return status === 200 ? bytes.subarray(offset) : bytes;
    },
  };
}

function sender(client: AxiosInstance, access: MonitorAccess): Send {
  return async ({ method, url, data, range }, signal) => {
    const subject = `the monitor's ${method} ${url.replace(/\?.*$/, '')}`;
    const headers = {
      ...(range === undefined ? {} : { Range: range }),
      ...(data === undefined ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }),
    };
    const response: AxiosResponse<Buffer> = await withDeadline(access.requestTimeout, signal, (bounded) =>
      client.request<Buffer>({
        method,
        url,
        headers,
        signal: bounded,
        ...(data === undefined ? {} : { data }),
      }),
    ).catch((error: unknown) => {
      // An axios error holds the request with the password: only its message goes on.
      const code = isAxiosError(error) ? (error.code ?? '') : '';
      const message = error instanceof Error && error.message !== '' ? error.message : code;
      throw new Error(`${subject} failed: ${message}`);
    });
    const bytes = Buffer.from(response.data);
    const { status } = response;
    if ((status < 200 || status > 299) && !(status === 416 && range !== undefined)) {
      throw new Error(`${subject} answered ${status}: ${bytes.toString('utf8', 0, 200).trim()}`);
    }
    return { status, bytes };
  };
}
