import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApplicationAccess } from '../../applications/access';

export interface PlainHttpDoor {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
  close(): void;
}

/**
 * For tests: published clients of the products that can neither be given a certificate authority nor an address speak
 * plain HTTP to this door on loopback, and it speaks to the web server as users do.
 */
export async function openPlainHttpDoor(access: ApplicationAccess): Promise<PlainHttpDoor> {
  const { address, port, hostname, ca } = access;
  const server = createServer((incoming, outgoing) => {
    const onward = request(
      {
        host: address,
        port,
        servername: hostname,
        ca,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: hostname },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: ownPort } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${String(ownPort)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
