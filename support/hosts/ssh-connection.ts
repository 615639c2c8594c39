import type { Duplex } from 'node:stream';
import { Client, type ClientChannel } from 'ssh2';
import { seconds } from '../drill/time';

export interface SshTarget {
  /** For messages: `jira (10.71.1.30)`. */
  readonly name: string;
  readonly username: string;
  /** OpenSSH private key. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`: the only key that the host may show. */
  readonly hostKey: string;
  /** A stream to the host's sshd, without Nagle's delay. */
  readonly dial: (signal: AbortSignal) => Promise<Duplex>;
}

const readyTimeout = seconds(10);

/** sshd's default MaxSessions is 10; one is left for a person. */
const sessionLimit = 9;

/** One connection that is logged in, until it is lost or closed. */
export class SshConnection {
  private sessions = 0;
  private readonly waiting: (() => void)[] = [];
  private lost: Error | undefined;

  private constructor(
    private readonly client: Client,
    private readonly name: string,
  ) {
    const lose = (error?: Error): void => {
      this.lost ??= new Error(`the connection to ${name} was lost${error ? `: ${error.message}` : ''}`);
      for (const wake of this.waiting.splice(0)) wake();
    };
    // Every command and stream of the connection listens for its end.
    client.setMaxListeners(0);
    client.on('error', lose);
    client.on('end', () => lose());
    client.on('close', () => lose());
  }

  static async open(target: SshTarget, signal: AbortSignal): Promise<SshConnection> {
    const socket = await target.dial(signal);
    const [type = '', pinned = ''] = target.hostKey.trim().split(/\s+/);
    if (type !== 'ssh-ed25519')
      throw new Error(`${target.name}: the pinned host key is not of type ssh-ed25519`);
    const client = new Client();
    // A host that dies behind the jump only ends its stream: without this, nothing that waits on it would settle.
    socket.once('end', () => socket.end());
    try {
      await new Promise<void>((resolve, reject) => {
        const abort = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', abort, { once: true });
        client.once('ready', resolve);
        client.once('error', (error) =>
          reject(new Error(`cannot log in to ${target.name}: ${error.message}`, { cause: error })),
        );
        client.once('close', () =>
          reject(new Error(`${target.name} closed the connection before the log-in`)),
        );
        client.connect({
          sock: socket,
          username: target.username,
          privateKey: target.privateKey,
          readyTimeout,
          keepaliveInterval: seconds(3),
          keepaliveCountMax: 3,
          algorithms: { serverHostKey: ['ssh-ed25519'] },
          hostVerifier: (key: Buffer) => key.toString('base64') === pinned,
        });
      });
    } catch (error) {
      client.on('error', () => undefined);
      client.destroy();
      socket.destroy();
      throw error;
    }
    return new SshConnection(client, target.name);
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Why the connection ended, as an error of its own. */
  lossError(): Error {
    return this.lost ?? new Error(`the connection to ${this.name} was lost`);
  }

  /** Calls when the connection ends; the returned function takes the call back. */
  onLoss(listener: () => void): () => void {
    this.client.once('close', listener);
    return () => void this.client.off('close', listener);
  }

  /** Opens a session for one command, waiting while as many as sshd allows are open; `release` when it is over. */
  async session(command: string): Promise<{ readonly channel: ClientChannel; readonly release: () => void }> {
    while (this.sessions >= sessionLimit && this.lost === undefined) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.lost !== undefined) throw this.lost;
    this.sessions += 1;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      this.sessions -= 1;
      this.waiting.shift()?.();
    };
    try {
      const channel = await this.settled<ClientChannel>((done) => this.client.exec(command, done));
      return { channel, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * A stream from the host to an address that it can reach. sshd answers only when that does, or TCP gives up there,
   * which takes minutes: so it is not waited for longer than the signal says, and a stream that comes later is closed.
   */
  forward(address: string, port: number, signal: AbortSignal): Promise<Duplex> {
    const stream = this.settled<ClientChannel>((done) =>
      this.client.forwardOut('127.0.0.1', 0, address, port, done),
    );
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason as Error);
        stream.then(
          (late) => late.destroy(),
          () => undefined,
        );
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      stream.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  close(): void {
    this.client.end();
  }

  /** ssh2 never answers a request whose connection is lost meanwhile. */
  private settled<T>(request: (done: (error: Error | undefined, value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.lost !== undefined) {
        reject(this.lost);
        return;
      }
      const stop = this.onLoss(() => reject(this.lossError()));
      try {
        request((error, value) => {
          stop();
          if (error) reject(new Error(`${this.name}: ${error.message}`, { cause: error }));
          else resolve(value);
        });
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }
}
