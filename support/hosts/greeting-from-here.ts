import { connect } from 'node:net';

/**
 * What sshd at an address says to a connection from this machine, within the signal. `greets`: it sent its identification
 * (RFC 4253, 4.2). `accepts`: the connection was taken and stays open, and nobody speaks. `nothing`: nobody takes it, or it
 * is closed without a word.
 */
export function greetingFromHere(
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<'greets' | 'accepts' | 'nothing'> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let accepted = false;
    let heard = '';
    const end = (greeting: 'greets' | 'accepts' | 'nothing'): void => {
      signal.removeEventListener('abort', passed);
      socket.destroy();
      resolve(greeting);
    };
    const passed = (): void => end(accepted ? 'accepts' : 'nothing');
    if (signal.aborted) passed();
    signal.addEventListener('abort', passed, { once: true });
    socket.once('connect', () => (accepted = true));
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      if (heard.length >= 4) end(heard.startsWith('SSH-') ? 'greets' : 'nothing');
    });
    socket.once('error', () => end('nothing'));
    socket.once('close', () => end('nothing'));
  });
}
