import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it, type TestContext } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { ManualTimer } from '../../drill/timer';
import { openCertificateAuthority, type Credential } from '../../environment/certificate-authority';
import { openMail } from './mail';
import type { NightSettings } from './night-settings';
import type { NightMessage } from './outlet';

const PASSWORD = 'vT7-mail-password';
const { signal } = new AbortController();
const message: NightMessage = {
  line: 'staging: missed, 1 of 2 drills met; missed: mysql-hangs; 4 min; 20261127T010000Z-seed7',
  text: 'staging: missed\n\nMissed:\n  mysql-hangs: not back within 2 h\n.\n',
  id: '20261127T010000Z-seed7.staging',
  at: '2026-11-27T04:00:00.000Z',
};

/** A mail as the server was given it. */
interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly source: string;
}

describe('mail by SMTP', () => {
  let folder: string;
  let ca: string;
  let credential: Credential;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mail-'));
    const authority = await openCertificateAuthority(join(folder, 'keys'), 'staging');
    credential = await authority.issue('smtp', ['localhost', '127.0.0.1']);
    ca = join(folder, 'ca.pem');
    writeFileSync(ca, authority.certificate);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A server on loopback that takes mail from who knows the password, or from everybody where it asks for none. */
  const server = async (t: TestContext, options: SMTPServerOptions = {}) => {
    const taken: Taken[] = [];
    const smtp = new SMTPServer({
      ...{ key: credential.key, cert: credential.certificate, logger: false },
      onAuth: ({ username, password }, _session, done) => {
        if (password === PASSWORD) done(null, { user: username });
        else done(new Error('authentication failed'));
      },
      onData: (stream, { envelope, secure, user }, done) => {
        void text(stream).then((source) => {
          taken.push({
            ...{ source, secure, user: user as string | undefined },
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
          });
          done();
        });
      },
      ...options,
    });
    smtp.on('error', () => undefined);
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    t.after(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
    return { taken, port: (smtp.server.address() as AddressInfo).port };
  };

  const settings = (
    port: number,
    changes: Partial<NonNullable<NightSettings['mail']>> = {},
  ): NonNullable<NightSettings['mail']> => ({
    ...{ server: 'localhost', port, security: 'starttls', user: 'firedrill', ca },
    ...{ from: 'firedrill@example.org', to: ['operations@example.org', 'lead@example.org'] },
    ...changes,
  });

  it('goes over TLS, signed in, with the line as its subject', async (t) => {
    const { taken, port } = await server(t);
    const mail = await openMail(settings(port), PASSWORD, new ManualTimer());
    assert.equal(await mail.send(message, signal), undefined);
    mail.close();
    const [first] = taken;
    assert.ok(first !== undefined && taken.length === 1);
    const { source, ...envelope } = first;
    assert.deepEqual(envelope, {
      ...{ from: 'firedrill@example.org', to: ['operations@example.org', 'lead@example.org'] },
      ...{ secure: true, user: 'firedrill' },
    });
    const [head = '', body = ''] = source.split('\r\n\r\n');
    const unfolded = head.replaceAll(/\r\n[ \t]/g, ' ');
    assert.ok(unfolded.includes(`Subject: ${message.line}`), unfolded);
    assert.match(unfolded, /^Message-ID: <20261127T010000Z-seed7\.staging@example\.org>$/m);
    assert.match(unfolded, /^Date: Fri, 27 Nov 2026 04:00:00 \+0000$/m);
    assert.match(unfolded, /^Auto-Submitted: auto-generated$/m);
    assert.match(source, /^ {2}mysql-hangs: not back within 2 h$/m);
    assert.doesNotMatch(source + body, new RegExp(PASSWORD));
  });

  it('goes over TLS from the start, or in the clear to a relay that asks for no password', async (t) => {
    const tls = await server(t, { secure: true });
    const open = await server(t, { authOptional: true, disabledCommands: ['STARTTLS'] });
    const one = await openMail(settings(tls.port, { security: 'tls' }), PASSWORD, new ManualTimer());
    await one.send(message, signal);
    one.close();
    const none = { ...settings(open.port, { security: 'none' }), user: undefined };
    const other = await openMail(none, undefined, new ManualTimer());
    await other.send(message, signal);
    other.close();
    assert.deepEqual(
      [...tls.taken, ...open.taken].map(({ secure, user }) => [secure, user]),
      [
        [true, 'firedrill'],
        [false, undefined],
      ],
    );
  });

  it('does not go where the server has no STARTTLS, or a certificate of somebody else', async (t) => {
    const plain = await server(t, { disabledCommands: ['STARTTLS'] });
    const one = await openMail(settings(plain.port), PASSWORD, new ManualTimer());
    await assert.rejects(one.send(message, signal), /STARTTLS/i);
    const stranger = await server(t);
    const timer = new ManualTimer();
    const other = await openMail({ ...settings(stranger.port), ca: undefined }, PASSWORD, timer);
    await assert.rejects(other.send(message, signal), /certificate/);
    assert.equal(timer.pending, 0);
    assert.deepEqual([...plain.taken, ...stranger.taken], []);
  });

  it('is not tried again with a password that the server does not know, and no error names it', async (t) => {
    let asked = 0;
    const { taken, port } = await server(t, {
      onAuth: (_, _session, done) => {
        asked += 1;
        done(new Error('authentication failed'));
      },
    });
    const mail = await openMail(settings(port), 'wrong-password-1', new ManualTimer());
    await assert.rejects(mail.send(message, signal), (error: Error) => {
      assert.match(error.message, /535/);
      assert.doesNotMatch(error.message, /wrong-password/);
      return true;
    });
    assert.deepEqual([asked, taken.length], [1, 0]);
  });

  it('is sent again to a server that is busy, and says which address is refused', async (t) => {
    let busy = 2;
    const { taken, port } = await server(t, {
      onMailFrom: (_, _session, done) => {
        busy -= 1;
        done(busy < 0 ? null : Object.assign(new Error('try again later'), { responseCode: 451 }));
      },
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('lead') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null,
        ),
    });
    const timer = new ManualTimer();
    const mail = await openMail(settings(port), PASSWORD, timer);
    const remark = await whileTimeGoesOn(timer, mail.send(message, signal));
    assert.match(remark ?? '', /the server refuses lead@example\.org/);
    assert.deepEqual(
      taken.map(({ to }) => to),
      [['operations@example.org']],
    );
    assert.equal(timer.now(), 30_000);
  });

  it('is given up after three attempts where nobody listens, and at once when somebody interrupts', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const timer = new ManualTimer();
    const mail = await openMail(settings(port, { server: '127.0.0.1' }), PASSWORD, timer);
    await assert.rejects(whileTimeGoesOn(timer, mail.send(message, signal)), /ECONNREFUSED/);
    assert.equal(timer.now(), 30_000);
    await assert.rejects(mail.send(message, AbortSignal.abort(new Error('stopped by SIGINT'))), /SIGINT/);
  });

  it('is not set up to tell a password in the clear', async () => {
    await assert.rejects(
      openMail(settings(25, { security: 'none', server: 'smtp.example.org' }), PASSWORD, new ManualTimer()),
      /in the clear/,
    );
  });
});

/** Lets the pauses pass, each when it has begun. */
async function whileTimeGoesOn<T>(timer: ManualTimer, work: Promise<T>): Promise<T> {
  const going = setInterval(() => {
    if (timer.pending > 0) void timer.advance(5000);
  }, 5);
  try {
    return await work;
  } finally {
    clearInterval(going);
  }
}
