import type { EventLog } from './monitor';

/** Runs a command on the monitor's host and gives its standard output; rejects when it fails. */
export type RunOnHost = (command: string, signal: AbortSignal) => Promise<string>;

/** Where InterMapper 6.6 and later keep their logs on Linux. */
export const EVENT_LOG_FOLDER = '/var/opt/helpsystems/intermapper/InterMapper_Settings/InterMapper Logs';

/** The event log read on the monitor's host, as the product needs it: its HTTP API does not give it. */
export function eventLogOnHost(run: RunOnHost, folder: string = EVENT_LOG_FOLDER): EventLog {
  return {
    names: async (signal) => {
      const listed = await run(`ls -1 ${quoted(folder)}`, signal);
      return listed
        .split('\n')
        .filter((name) => /^Event Log\..*\.txt$/.test(name))
        .sort();
    },
    read: async (name, offset, signal) => {
      // Base64, since a read may end in the middle of a character.
      const path = quoted(`${folder}/${name}`);
      return Buffer.from(await run(`tail -c +${offset + 1} ${path} | base64 -w 0`, signal), 'base64');
    },
  };
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
