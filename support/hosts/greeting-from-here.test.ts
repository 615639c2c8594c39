import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { greetingFromHere } from './greeting-from-here';

const greeted = async (treat: (socket: Socket) => void, limit = 2000): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    treat(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await greetingFromHere('127.0.0.1', port, AbortSignal.timeout(limit));
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
};

void test('sshd that speaks greets, also when its first letters come one by one', async () => {
  assert.equal(await greeted((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')), 'greets');
  assert.equal(
    await greeted((socket) => {
      socket.write('SS');
      setImmediate(() => socket.write('H-2.0'));
    }),
    'greets',
  );
});

void test('who takes the connection and keeps silent accepts', async () => {
  assert.equal(await greeted(() => undefined, 100), 'accepts');
});

void test('who closes without a word, or speaks of something else, is nothing', async () => {
  assert.equal(await greeted((socket) => socket.end()), 'nothing');
  assert.equal(await greeted((socket) => socket.write('HTTP/1.1 400')), 'nothing');
});

void test('where nobody listens there is nothing', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  assert.equal(await greetingFromHere('127.0.0.1', port, AbortSignal.timeout(2000)), 'nothing');
});
