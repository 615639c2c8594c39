import { excerptOf } from '../drill/redaction/excerpt';

/** A line of InterMapper's event log that is about a device. */
export interface EventLine {
  /** The monitor's wall clock, milliseconds since the epoch. */
  readonly epochMs: number;
  readonly tag: string;
  readonly device: string;
  readonly message: string;
}

const LINE = /^(\S+) (.{4}) (?:([^:]+):)?(.+?)::(?: (.*))?$/;

/** Reads `timestamp tag map:device:: message`; undefined for the server's own lines. A device's line with no time is an error. */
export function parseEventLine(line: string): EventLine | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, timestamp = '', tag = '', , device = '', message = ''] = match;
  const epochMs = Date.parse(timestamp);
  if (Number.isNaN(epochMs))
    throw new Error(`the event log has a line without a time: ${excerptOf(line, 120)}`);
  return { epochMs, tag: tag.trim(), device, message };
}
