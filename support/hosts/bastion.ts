import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { Host } from './host';

export interface HostCredentials {
  readonly username: string;
  /** OpenSSH private key. */
  readonly privateKey: string;
}

export interface BastionConnection extends HostCredentials {
  /** Where the bastion is reached from here. */
  readonly address: string;
  readonly port: number;
  /** `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** The one door to the hosts of an environment. */
export interface Bastion {
  /** The bastion as a host itself. */
  readonly self: Host;
  /**
   * The host at a private address, with the key that it must show. The same address and key give the same host, with
   * its connection kept; another key is a host that was replaced, and the old one's connection is closed.
   */
  host(address: string, hostKey: string, name?: string): Host;
  /** A stream from the bastion to an address and port of the environment. */
  readonly forward: (address: string, port: number, signal: AbortSignal) => Promise<Duplex>;
  close(): void;
}

/** A host that is reached without a bastion: the bastion itself, or a builder with a public address. */
export function directHost({ address, port, ...rest }: BastionConnection, name: string): Host {
  return new Host({
    name: `${name} (${address}:${String(port)})`,
    ...rest,
    dial: (signal) => dial(address, port, signal),
  });
}

/** No connection is made before the first use. */
export function connectBastion(connection: BastionConnection): Bastion {
  const { username, privateKey } = connection;
  const self = directHost(connection, 'bastion');
  const hosts = new Map<string, Host>();
  return {
    self,
    host(address, hostKey, name) {
      const known = hosts.get(address);
      if (known?.hostKey === hostKey) return known;
      known?.close();
      const host = new Host({
        name: name === undefined ? address : `${name} (${address})`,
        username,
        privateKey,
        hostKey,
        dial: (signal) => self.forward(address, 22, signal),
      });
      hosts.set(address, host);
      return host;
    },
    forward: (address, port, signal) => self.forward(address, port, signal),
    close() {
      for (const host of hosts.values()) host.close();
      self.close();
    },
  };
}

function dial(address: string, port: number, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    // Nagle's algorithm costs 40 ms per command.
    const socket = connect({ host: address, port, noDelay: true });
    const abort = (): void => void socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
