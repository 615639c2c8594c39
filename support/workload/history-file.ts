import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { HistoryEvent } from '../drill/history';
import { redacted } from '../drill/redaction/known-secrets';

/** How often the lines are forced to the disk; a power loss of the harness's machine loses so much at most. */
const SYNC_EVERY_MS = 1000;

export interface HistoryFile {
  /**
   * Returns when the kernel has the line: a kill of the process loses nothing but a line under way. An error that
   * quotes an application's answer is written without the secrets in it.
   */
  append(event: HistoryEvent): void;
  close(): void;
}

export function openHistoryFile(path: string): HistoryFile {
  const file = openSync(path, 'a', 0o600);
  let dirty = false;
  const timer = setInterval(() => {
    if (!dirty) return;
    dirty = false;
    fdatasync(file, (error) => {
      if (error !== null && error.code !== 'EBADF') throw error;
    });
  }, SYNC_EVERY_MS);
  return {
    append: (event) => {
      writeSync(file, `${JSON.stringify(redacted(event))}\n`);
      dirty = true;
    },
    close: () => {
      clearInterval(timer);
      fdatasyncSync(file);
      closeSync(file);
    },
  };
}
