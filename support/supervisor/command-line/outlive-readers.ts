import type { EventEmitter } from 'node:events';

/**
 * Whoever reads no further, as `| head` does, ends nothing: what is said from then on is lost, and a drill goes on to its
 * revert. Any other error of a stream is thrown.
 */
export function outliveReaders(...streams: readonly EventEmitter[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
