import { randomBytes } from 'node:crypto';
import type { NamedSecret } from '../support/drill/redaction/named-secret';
import { createRedactor } from '../support/drill/redaction/redactor';
import type { Comparison } from './compare';

const KEYS = 60;
const LINE =
  '2026-11-24T07:25:01.123456+0000 web apache2[812]: "GET /jira/rest/api/2/issue HTTP/1.1" 200 1234\n';

/** Whether taking secrets out of a log costs what the log has, not how many secrets are known. */
export function redaction(): Comparison[] {
  const secrets = Array.from({ length: KEYS }, (_, index): NamedSecret => {
    const body =
      randomBytes(1190)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    const armour = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'];
    return { name: String(index), value: armour.join('\n') };
  });
  const log = LINE.repeat(10_000);
  const redact = (known: readonly NamedSecret[]) => {
    const redactor = createRedactor(known);
    return () => {
      redactor(log);
    };
  };
  return [
    {
      title: `redacting ${(log.length / 1e6).toFixed(1)} MB: ${String(KEYS)} private keys known against one`,
      base: { name: 'one', run: redact(secrets.slice(0, 1)) },
      other: { name: String(KEYS), run: redact(secrets) },
    },
  ];
}
