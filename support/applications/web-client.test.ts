import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { seconds } from '../drill/time';
import { openCertificateAuthority } from '../environment/certificate-authority';
import type { ApplicationAccess } from './access';
import { RequestFailed } from './request-failed';
import { sessionCookie } from './session-cookie';
import { openWebClient, type WebClient } from './web-client';
import type { SessionLogIn } from './with-session';

const soon = (): AbortSignal => AbortSignal.timeout(10_000);
const logIn: SessionLogIn = {
  request: { method: 'POST', path: '/login', json: { password: 'secret' } },
  headers: sessionCookie,
};

describe('a client of the web server', () => {
  let access: ApplicationAccess;
  let close: () => Promise<void>;
  let client: WebClient | undefined;
  /** What each request to anything but the log-in brought. */
  let brought: Pick<IncomingMessage['headers'], 'authorization' | 'cookie'>[];
  let logIns: number;
  let valid: string;
  let letsIn: boolean;

  beforeEach(async () => {
    [brought, logIns, valid, letsIn] = [[], 0, 'none', true];
    const folder = await mkdtemp(join(tmpdir(), 'web-client-'));
    const authority = await openCertificateAuthority(join(folder, 'keys'), 'test');
    const { key, certificate } = await authority.issue('web', ['tools.test']);
    const server = createServer({ key, cert: certificate }, (request, response) => {
      if (request.url === '/login') {
        logIns += 1;
        valid = `JSESSIONID=${logIns}`;
        const cookie = letsIn ? { 'Set-Cookie': ['other=1', `${valid}; Path=/; Secure`] } : {};
        response.writeHead(200, cookie).end('{}');
        return;
      }
      const { authorization, cookie } = request.headers;
      brought.push({ authorization, cookie });
      response.writeHead(authorization === undefined && cookie !== valid ? 401 : 200).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const user = { username: 'ann', password: 'secret' };
    access = { address: '127.0.0.1', port, hostname: 'tools.test', ca: authority.certificate, ...user };
    close = async () => {
      client?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    };
  });
  afterEach(() => close());
  const get = (from: WebClient): Promise<{ readonly status: number }> =>
    from.request({ method: 'GET', path: '/page' }, soon());

  it('sends the password along with each request, and keeps no session', async () => {
    client = openWebClient(access, seconds(5));
    await Promise.all([get(client), get(client)]);
    const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    assert.deepEqual(brought, Array(2).fill({ authorization, cookie: undefined }));
    assert.equal(logIns, 0);
  });

  it('logs in once where it keeps a session, also when many ask at once, and sends no password after that', async () => {
    client = openWebClient(access, seconds(5), logIn);
    const asked = client;
    await Promise.all(Array.from({ length: 8 }, () => get(asked)));
    assert.deepEqual(brought, Array(8).fill({ authorization: undefined, cookie: 'JSESSIONID=1' }));
    assert.equal(logIns, 1);
  });

  it('fails the request whose session has ended, and logs in anew for the next', async () => {
    client = openWebClient(access, seconds(5), logIn);
    await get(client);
    valid = 'none';
    await assert.rejects(get(client), (error) => error instanceof RequestFailed && error.status === 401);
    assert.equal((await get(client)).status, 200);
    assert.equal(logIns, 2);
  });

  it('says so where the log-in lets nobody in, and tries again with the next request', async () => {
    client = openWebClient(access, seconds(5), logIn);
    letsIn = false;
    await assert.rejects(get(client), /POST \/login answered 200 and let nobody in/);
    letsIn = true;
    assert.equal((await get(client)).status, 200);
    assert.equal(brought.length, 1);
  });
});
