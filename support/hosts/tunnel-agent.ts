import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { seconds } from '../drill/time';

/** Opens a stream to an address and port, as `Bastion.forward`. */
export type Forward = (address: string, port: number, signal: AbortSignal) => Promise<Duplex>;

type Opened = (error: Error | null, stream?: Duplex) => void;
interface Destination {
  readonly host?: string;
  readonly port?: number | string;
}

const openTimeout = seconds(10);

const open = (forward: Forward, { host = '', port = 0 }: Destination): Promise<Duplex> =>
  forward(host, Number(port), AbortSignal.timeout(openTimeout));

/**
 * HTTPS over streams that somebody else opens: requests name the address as the bastion reaches it. Certificate and
 * name are verified as Node always does.
 */
class HttpsTunnel extends Agent {
  constructor(
    private readonly openStream: Forward,
    private readonly tls: ConnectionOptions,
  ) {
    // A kept connection to a server that was restarted looks alive through the tunnel, and costs a time-out.
    super({ keepAlive: false });
  }

  override createConnection(destination: Destination & ConnectionOptions, opened: Opened): undefined {
    open(this.openStream, destination).then(
      (stream) => opened(null, connectTls({ ...destination, ...this.tls, socket: stream })),
      opened,
    );
  }
}

/** `ca`: PEM of the only authority that is trusted; `servername`: the name that the certificate must carry. */
export const httpsTunnel = (
  forward: Forward,
  tls: { readonly ca: string; readonly servername: string },
): Agent => new HttpsTunnel(forward, tls);
