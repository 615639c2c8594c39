import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Server, utils } from 'ssh2';

export interface SshTestServer {
  readonly port: number;
  readonly hostKey: string;
  /** OpenSSH private key that it lets in. */
  readonly clientKey: string;
  /** Log-ins so far. */
  logins(): number;
  /** Cuts every connection without a word. */
  cut(): void;
  close(): Promise<void>;
}

/** ssh2's generator makes a malformed pair now and then. */
function keyPair(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519');
    if (!(utils.parseKey(pair.private) instanceof Error) && !(utils.parseKey(pair.public) instanceof Error)) {
      return pair;
    }
  }
}

/** Where nothing answers, not even that there is nobody: as an instance that is off. */
export const silentAddress = '10.0.0.10';

/** A real SSH server on loopback that runs commands of this machine's shell and forwards streams. */
export async function startSshTestServer(): Promise<SshTestServer> {
  const host = keyPair();
  const client = keyPair();
  const sockets = new Set<Socket>();
  let logins = 0;
  const server = new Server({ hostKeys: [host.private] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      if (context.method === 'publickey') context.accept();
      else context.reject(['publickey']);
    });
    connection.on('ready', () => {
      logins += 1;
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, { command }) => {
          const channel = acceptExec();
          const child = spawn('sh', ['-c', command]);
          channel.pipe(child.stdin);
          child.stdin.on('error', () => undefined);
          child.stdout.pipe(channel, { end: false });
          child.stderr.pipe(channel.stderr, { end: false });
          channel.on('close', () => child.kill('SIGKILL'));
          child.on('close', (code) => {
            channel.exit(code ?? 255);
            channel.end();
          });
        });
      });
      connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
        if (destIP === silentAddress) return;
        const far = connect(destPort, destIP === '10.0.0.9' ? '127.0.0.1' : destIP);
        far.once('error', () => reject());
        far.once('connect', () => {
          const channel = accept();
          channel.pipe(far).pipe(channel);
          channel.on('error', () => undefined);
          far.on('error', () => undefined);
        });
      });
    });
  });
  // ssh2's server hands out no sockets of its own, and a cut needs them.
  (
    server as unknown as { _srv: { on(event: 'connection', listener: (socket: Socket) => void): void } }
  )._srv.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: host.public,
    clientKey: client.private,
    logins: () => logins,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
