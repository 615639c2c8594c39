import { redact } from '../../drill/redaction/known-secrets';

/** Says what goes on: one line each, with the time since the start of the command. */
export type Progress = (message: string) => void;

export function progressTo(
  stream: { write(text: string): unknown },
  now: () => number = () => performance.now(),
): Progress {
  const start = now();
  return (message) => {
    const elapsed = (now() - start) / 1000;
    const minutes = Math.floor(elapsed / 60);
    const seconds = (elapsed % 60).toFixed(1).padStart(4, '0');
    stream.write(`${String(minutes).padStart(2)}:${seconds}  ${redact(message)}\n`);
  };
}

/** Runs a piece of work between two lines, the second with its duration. */
export async function during<T>(progress: Progress, what: string, work: () => Promise<T>): Promise<T> {
  progress(`${what} …`);
  const start = performance.now();
  const result = await work();
  progress(`${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
