import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** Intents, each on disk before it is acted on, so that whoever comes after a kill knows what may have been done. */
export interface Journal {
  intend(intent: Readonly<Record<string, unknown>>): void;
}

/** Appends one JSON object a line with the wall time, synced before the call returns. */
export function openJournal(file: string, now: () => Date = () => new Date()): Journal {
  return {
    intend: (intent) => {
      const descriptor = openSync(file, 'a', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify({ at: now().toISOString(), ...intent })}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
