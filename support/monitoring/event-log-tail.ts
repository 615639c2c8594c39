import type { EventLog } from './monitor';

/** Gives the lines that were added to the event log since the last call, over the change from one file to the next. */
export interface EventLogTail {
  /** A call that rejects has lost nothing: the next one gives what it had read. */
  next(signal: AbortSignal): Promise<readonly string[]>;
}

/** Begins at the present end of the newest file. A line is given when its newline is there. */
export async function tailEventLog(log: EventLog, signal: AbortSignal): Promise<EventLogTail> {
  let name = (await log.names(signal)).at(-1);
  let offset = name === undefined ? 0 : (await log.read(name, 0, signal)).length;
  let rest = Buffer.alloc(0);
  let lines: string[] = [];

  const drain = async (file: string, until: AbortSignal): Promise<void> => {
    const added = await log.read(file, offset, until);
    offset += added.length;
    const bytes = Buffer.concat([rest, added]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    rest = bytes.subarray(end);
    lines.push(
      ...bytes
        .toString('utf8', 0, end)
        .split(/\r?\n/)
        .filter((line) => line !== ''),
    );
  };
  return {
    next: async (until) => {
      const names = await log.names(until);
      if (name !== undefined) await drain(name, until);
      const before = name;
      for (const later of names.filter((each) => before === undefined || each > before)) {
        name = later;
        offset = 0;
        rest = Buffer.alloc(0);
        await drain(later, until);
      }
      const given = lines;
      lines = [];
      return given;
    },
  };
}
