import type { Duplex } from 'node:stream';
import { minutes } from '../drill/time';
import { runCommand, shortTimeout } from './run-command';
import { CommandFailed, quote, type CommandOptions, type CommandResult, type Shell } from './shell';
import { SshConnection, type SshTarget } from './ssh-connection';

/**
 * A host behind SSH. Its connection is opened at the first use, kept and shared, and opened anew after a loss: a
 * reboot costs one failed call at most.
 */
export class Host implements Shell {
  private connection: Promise<SshConnection> | undefined;
  private closed = false;

  constructor(private readonly target: SshTarget) {}

  get name(): string {
    return this.target.name;
  }

  get hostKey(): string {
    return this.target.hostKey;
  }

  async run(command: string, options: CommandOptions): Promise<CommandResult> {
    const result = await this.runRaw(command, options);
    return {
      code: result.code,
      stdout: result.stdout.toString('utf8'),
      stderr: result.stderr.toString('utf8'),
    };
  }

  /** Writes a file as root, so that it is there whole or not at all. */
  async upload(
    path: string,
    content: string | Buffer,
    mode: `0${number}`,
    signal: AbortSignal,
  ): Promise<void> {
    const beside = quote(`${path}.firedrill-new`);
    await this.must(
      `umask 077; cat > ${beside} && chmod ${mode} ${beside} && sync ${beside} && mv ${beside} ${quote(path)}`,
      { signal, timeout: minutes(2), input: content, sudo: true },
    );
  }

  /** Unpacks a tar archive as root below a folder, which is made where it is missing. */
  async uploadArchive(folder: string, archive: Buffer, signal: AbortSignal): Promise<void> {
    await this.must(`mkdir -p ${quote(folder)} && tar -x --no-same-owner -C ${quote(folder)}`, {
      signal,
      timeout: minutes(5),
      input: archive,
      sudo: true,
    });
  }

  /** Reads a file as root. */
  async download(path: string, signal: AbortSignal): Promise<Buffer> {
    const command = `cat ${quote(path)}`;
    const result = await this.runRaw(command, { signal, timeout: minutes(2), sudo: true });
    if (result.code !== 0) throw this.failure(command, result);
    return result.stdout;
  }

  /** A stream from this host to an address that it can reach. */
  async forward(address: string, port: number, signal: AbortSignal): Promise<Duplex> {
    return (await this.connected(signal)).forward(address, port, signal);
  }

  close(): void {
    this.closed = true;
    this.connection?.then(
      (connection) => connection.close(),
      () => undefined,
    );
    this.connection = undefined;
  }

  private async runRaw(command: string, options: CommandOptions) {
    const connection = await this.connected(options.signal);
    return runCommand(connection, this.name, command, options);
  }

  private async must(command: string, options: CommandOptions): Promise<void> {
    const result = await this.runRaw(command, options);
    if (result.code !== 0) throw this.failure(command, result);
  }

  private failure(command: string, result: Awaited<ReturnType<typeof runCommand>>): CommandFailed {
    return new CommandFailed(this.name, command, {
      code: result.code,
      stdout: result.stdout.toString('utf8'),
      stderr: result.stderr.toString('utf8'),
    });
  }

  private async connected(signal: AbortSignal): Promise<SshConnection> {
    if (this.isClosed()) throw new Error(`${this.name}: the connection was closed`);
    const present = await this.connection?.catch(() => undefined);
    if (present !== undefined && !present.isLost) return present;
    // Another caller may have begun anew while this one waited.
    const fresh = await this.openOnce(signal);
    if (this.isClosed()) fresh.close();
    return fresh;
  }

  /** A question of its own: it may be closed while something is waited for. */
  private isClosed(): boolean {
    return this.closed;
  }

  private opening: Promise<SshConnection> | undefined;

  private openOnce(signal: AbortSignal): Promise<SshConnection> {
    // The log-in is bounded by its own time-outs, and shared: one caller's abort must not take it from the others.
    this.opening ??= SshConnection.open(this.target, AbortSignal.timeout(shortTimeout)).finally(() => {
      this.opening = undefined;
    });
    const opening = this.opening;
    this.connection = opening;
    opening.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }
}
