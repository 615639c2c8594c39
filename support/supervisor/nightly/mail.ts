import { readFileSync } from 'node:fs';
import { seconds } from '../../drill/time';
import { paused, type Timer } from '../../drill/timer';
import { inOneLine } from './in-one-line';
import type { NightSettings } from './night-settings';
import type { Outlet } from './outlet';

type MailSettings = NonNullable<NightSettings['mail']>;

/** Connecting, the greeting, each answer. */
const TIMEOUT = seconds(15);
/** Before the second and the third attempt, the last. */
const PAUSES = [seconds(5), seconds(25)] as const;

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Mail by SMTP (RFC 5321): the line is the subject. Sent by STARTTLS (RFC 3207), by TLS from the start, or, as `none`, in the
 * clear to a relay that asks for no password. The server's certificate must hold.
 *
 * @param password of `user`, where there is one
 */
export async function openMail(
  settings: MailSettings,
  password: string | undefined,
  timer: Timer,
): Promise<Outlet> {
  const { server, port, security, user, from, to, ca } = settings;
  if (security === 'none' && user !== undefined && !LOOPBACK.test(server))
    throw new Error(`${server} would be told the password in the clear; expected security starttls or tls`);
  // Only who sends mail waits for its library.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ host: server, port },
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    ...(ca === undefined ? {} : { tls: { ca: readFileSync(ca, 'utf8') } }),
    ...{ connectionTimeout: TIMEOUT, greetingTimeout: TIMEOUT, socketTimeout: TIMEOUT, dnsTimeout: TIMEOUT },
    // A message is text and nothing else, whatever stands in it.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    name: 'mail',
    send: async ({ line, text, id, at }, signal) => {
      const mail = {
        ...{ from, to, subject: line, text },
        date: new Date(at),
        // One that comes twice is known by it (RFC 5322, 3.6.4), and nobody's absence note answers (RFC 3834).
        messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      };
      for (let attempt = 0; ; attempt += 1) {
        signal.throwIfAborted();
        try {
          const { rejected } = await transport.sendMail(mail);
          return rejected.length === 0 ? undefined : `the server refuses ${rejected.join(', ')}`;
        } catch (error) {
          const pause = PAUSES[attempt];
          if (pause === undefined || !mayPass(error)) throw new Error(inOneLine(error), { cause: error });
          await paused(timer, pause, signal);
        }
      }
    },
    close: () => transport.close(),
  };
}

/** Of SMTP's answers 4xx pass (RFC 5321, 4.2.1); of what has none, a connection does, and a wrong certificate or name does not. */
function mayPass(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  // A log-in that fails repeatedly is locked out.
  if (code === 'EAUTH') return false;
  if (typeof responseCode === 'number') return responseCode >= 400 && responseCode < 500;
  return ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET'].includes(String(code)) && !isOfTls(error);
}

const isOfTls = (error: unknown): boolean =>
  /certificate|self.signed|altnames|wrong version number/i.test(error instanceof Error ? error.message : '');
