import { seconds } from '../drill/time';
import { excerptOf } from '../drill/redaction/excerpt';
import { quote, type CommandOptions } from './shell';
import type { SshConnection } from './ssh-connection';

export interface RawResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** More than this in one answer is a mistake in the command. */
const outputLimitBytes = 64 * 1024 * 1024;

/** Runs one command over a connection. Rejects when time is up, the call is aborted or the connection is lost. */
export async function runCommand(
  connection: SshConnection,
  where: string,
  command: string,
  options: CommandOptions,
): Promise<RawResult> {
  const { signal, timeout, input, sudo = false } = options;
  signal.throwIfAborted();
  // The host bounds the command too: closing the channel alone would leave it running there.
  const limit = `timeout --kill-after=5 ${String(Math.ceil(timeout / 1000) + 2)}`;
  const whole = `${sudo ? 'sudo -n ' : ''}${limit} sh -c ${quote(command)}`;
  const { channel, release } = await connection.session(whole);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let bytes = 0;
  try {
    return await new Promise<RawResult>((resolve, reject) => {
      const [line = ''] = command.trim().split('\n');
      const short = line.length > 120 ? `${excerptOf(line, 117)}…` : line;
      const give = (error: Error): void => {
        channel.signal('KILL');
        channel.close();
        reject(error);
      };
      const timer = setTimeout(
        () => give(new Error(`${where}: ${short} did not end within ${String(timeout / 1000)} s`)),
        timeout,
      );
      const abort = (): void => give(signal.reason as Error);
      const stop = connection.onLoss(() => reject(connection.lossError()));
      signal.addEventListener('abort', abort, { once: true });
      const collect = (into: Buffer[]) => (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > outputLimitBytes) give(new Error(`${where}: ${short} wrote more than 64 MiB`));
        else into.push(chunk);
      };
      channel.on('data', collect(stdout));
      channel.stderr.on('data', collect(stderr));
      channel.on('error', (error: Error) => reject(error));
      channel.on('close', (code: number | null | undefined, by: string | undefined) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        stop();
        if (typeof code === 'number') {
          resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
        } else if (by !== undefined) {
          reject(new Error(`${where}: ${short} was ended by ${by}`));
        } else {
          reject(
            connection.isLost ? connection.lossError() : new Error(`${where}: ${short} ended without a code`),
          );
        }
      });
      channel.end(input);
    });
  } finally {
    release();
  }
}

/** A time-out for what takes no time: a file read, a unit's state. */
export const shortTimeout = seconds(20);
