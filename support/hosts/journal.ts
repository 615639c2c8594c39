import { minutes } from '../drill/time';
import { mustRun, quote, type Shell } from './shell';

export interface JournalSelection {
  readonly unit?: string;
  /** The last so many lines; all of them unless told. */
  readonly lines?: number;
  /** What journalctl takes: `@1700000000.5`, `2026-01-31 12:00:00`. */
  readonly since?: string;
}

/** Lines of a host's journal, with times to the microsecond in UTC. */
export function readJournal(shell: Shell, selection: JournalSelection, signal: AbortSignal): Promise<string> {
  const options = [
    ...(selection.unit === undefined ? [] : ['-u', quote(selection.unit)]),
    ...(selection.lines === undefined ? [] : ['-n', String(selection.lines)]),
    ...(selection.since === undefined ? [] : ['--since', quote(selection.since)]),
  ];
  return mustRun(shell, `journalctl --no-pager --utc -o short-iso-precise ${options.join(' ')}`, {
    signal,
    timeout: minutes(1),
    sudo: true,
  });
}
