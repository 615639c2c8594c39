import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { instanceNamed, type Environment } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Sees which certificate a server hands out, from the monitor's host: the renewed one, trusted there and good for so long. */
export const checkCertificate = action({
  name: 'check-certificate',
  parameters: z.strictObject({
    port: z.string().regex(/^\d+$/, { error: 'expected a port' }),
    days: z.string().regex(/^\d+$/, { error: 'expected whole days' }).transform(Number),
  }),
  commands: ({ port }, { environment, target }) => [
    onInstance(environment.monitoring.instance, askFor(environment, target, port)),
  ],
  async run({ port, days }, { environment, target, host, rotation }, signal) {
    const from = environment.monitoring.instance;
    const text = await asRoot(host(from), askFor(environment, target, port), { signal });
    const served = new X509Certificate(text);
    const { role } = instanceNamed(environment, target);
    const renewed = new X509Certificate(rotation.current(`tls.${role}.crt`));
    const before = new X509Certificate(rotation.old(`tls.${role}.crt`));
    const what = `${target} hands out ${served.serialNumber}, good until ${served.validTo}`;
    if (served.fingerprint256 === before.fingerprint256) throw new Error(`${what}: the old one`);
    if (served.fingerprint256 !== renewed.fingerprint256)
      throw new Error(`${what}: neither the old nor the new`);
    const left = (Date.parse(served.validTo) - Date.now()) / DAY_MS;
    if (left < days) throw new Error(`${what}: ${left.toFixed(0)} days, expected ${String(days)}`);
    return `${what}, trusted by ${from}; the old one was ${before.serialNumber}`;
  },
});

/** `-verify_return_error`: a certificate that the host does not trust is none. */
const askFor = (environment: Environment, target: string, port: string): string => {
  const { https } = environment.access;
  const name = https.instance === target ? https.hostname : target;
  return `sh -c 'openssl s_client -connect ${target}:${port} -servername ${name} -verify_hostname ${name} -verify_return_error </dev/null 2>/dev/null | openssl x509'`;
};
