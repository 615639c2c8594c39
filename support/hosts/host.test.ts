import assert from 'node:assert/strict';
import { createServer, get } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { md, pki } from 'node-forge';
import { after, before, test } from 'node:test';
import { seconds, milliseconds } from '../drill/time';
import { connectBastion, directHost } from './bastion';
import { silentAddress, startSshTestServer, type SshTestServer } from './ssh-test-server';
import { httpsTunnel } from './tunnel-agent';

const { signal } = new AbortController();
const options = { signal, timeout: seconds(10) };
let server: SshTestServer;

before(async () => {
  server = await startSshTestServer();
});
after(() => server.close());

function selfSigned(name: string): { readonly key: string; readonly certificate: string } {
  const { privateKey: key } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const signer = pki.privateKeyFromPem(key);
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(signer.n, signer.e);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: name }]);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }]);
  certificate.sign(signer, md.sha256.create());
  return { key, certificate: pki.certificateToPem(certificate) };
}

const connection = (changes: { readonly hostKey?: string } = {}) => ({
  address: '127.0.0.1',
  port: server.port,
  username: 'admin',
  privateKey: server.clientKey,
  hostKey: server.hostKey,
  ...changes,
});

test('a command gives its code, output and errors, and reads its input', async () => {
  const host = directHost(connection(), 'jira');
  try {
    const result = await host.run("cat; echo problem >&2; echo 'it''s'; exit 3", {
      ...options,
      input: 'in ',
    });
    assert.deepEqual(result, { code: 3, stdout: 'in its\n', stderr: 'problem\n' });
  } finally {
    host.close();
  }
});

test('commands share one connection, more of them than sshd has sessions', async () => {
  const host = directHost(connection(), 'jira');
  try {
    const before = server.logins();
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, index) => host.run(`echo ${String(index)}`, options)),
    );
    assert.deepEqual(
      results.map((result) => result.stdout),
      Array.from({ length: 25 }, (_, index) => `${String(index)}\n`),
    );
    assert.equal(server.logins() - before, 1);
  } finally {
    host.close();
  }
});

test('a command that takes too long is an error that says so', async () => {
  const host = directHost(connection(), 'jira');
  try {
    await assert.rejects(
      host.run('sleep 30', { signal, timeout: milliseconds(200) }),
      /jira \(127\.0\.0\.1:\d+\): sleep 30 did not end within 0\.2 s/,
    );
  } finally {
    host.close();
  }
});

test('an aborted command ends with the reason', async () => {
  const host = directHost(connection(), 'jira');
  const controller = new AbortController();
  try {
    await host.run('true', options);
    const running = host.run('sleep 30', { signal: controller.signal, timeout: seconds(30) });
    controller.abort(new Error('stop it'));
    await assert.rejects(running, /stop it/);
  } finally {
    host.close();
  }
});

test('a lost connection is an error, and the next command opens another', async () => {
  const host = directHost(connection(), 'jira');
  try {
    await host.run('true', options);
    const running = host.run('sleep 30', options);
    const lost = assert.rejects(running, /the connection to jira .* was lost/);
    setImmediate(() => server.cut());
    await lost;
    assert.equal((await host.run('echo again', options)).stdout, 'again\n');
  } finally {
    host.close();
  }
});

test('a host that shows another key is not spoken to', async () => {
  const other = server.hostKey.replace(/.{10}$/, 'AAAAAAAAAA');
  const host = directHost(connection({ hostKey: other }), 'jira');
  try {
    await assert.rejects(host.run('true', options), /cannot log in to jira .*verification failed/);
  } finally {
    host.close();
  }
});

test('HTTPS goes through the bastion, each request on a connection of its own, to the certificate’s name only', async () => {
  const { key, certificate } = selfSigned('monitor');
  const web = createServer({ key, cert: certificate }, (request, response) => {
    response.end(`you asked ${request.url ?? ''}`);
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const port = (web.address() as AddressInfo).port;
  const bastion = connectBastion(connection());
  const agent = httpsTunnel(bastion.forward, { ca: certificate, servername: 'monitor' });
  const wrong = httpsTunnel(bastion.forward, { ca: certificate, servername: 'jira' });
  const ask = (path: string, through = agent): Promise<string> =>
    new Promise((resolve, reject) => {
      get({ host: '10.0.0.9', port, path, agent: through }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve(body));
      }).on('error', reject);
    });
  try {
    let connections = 0;
    web.on('secureConnection', () => (connections += 1));
    assert.equal(await ask('/one'), 'you asked /one');
    assert.equal(await ask('/two'), 'you asked /two');
    assert.equal(connections, 2);
    await assert.rejects(ask('/three', wrong), /altnames|does not match/);
  } finally {
    agent.destroy();
    wrong.destroy();
    bastion.close();
    web.close();
  }
});

test('a way to a host that is off is given up when its time is over, and the bastion goes on', async () => {
  const bastion = connectBastion(connection());
  try {
    const began = performance.now();
    const limit = AbortSignal.timeout(300);
    await assert.rejects(bastion.forward(silentAddress, 443, limit), { name: 'TimeoutError' });
    assert.ok(performance.now() - began < 5000);
    assert.equal((await bastion.self.run('echo here', options)).stdout, 'here\n');
  } finally {
    bastion.close();
  }
});

test('the same address with another key is another host', () => {
  const bastion = connectBastion(connection());
  const first = bastion.host('10.0.0.9', 'ssh-ed25519 AAAA');
  assert.equal(bastion.host('10.0.0.9', 'ssh-ed25519 AAAA'), first);
  assert.notEqual(bastion.host('10.0.0.9', 'ssh-ed25519 BBBB'), first);
  bastion.close();
});
