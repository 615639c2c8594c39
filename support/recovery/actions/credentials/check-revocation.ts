import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import {
  REVOKED,
  TAKEN,
  verdictOfClient,
  verdictOnCertificate,
} from '../../../faults/configuration/verdict-of-client';
import { action } from '../action';
import { onInstance } from '../commands';

/**
 * What a client that has the target's revocation list says, from the monitor's host. `revoked`: it refuses what the server
 * hands out, and for no other reason. `revoked or not`: nor for another reason where it refuses it. `replaced`: it takes that, refuses the certificate of before as revoked, and the key
 * of before does not fit the new one.
 */
export const checkRevocation = action({
  name: 'check-revocation',
  parameters: z.strictObject({
    port: z.string().regex(/^\d+$/, { error: 'expected a port' }).transform(Number),
    expect: z.enum(['revoked', 'revoked or not', 'replaced']),
  }),
  commands: ({ port, expect }, { environment, target }) => {
    const from = environment.monitoring.instance;
    const trust = '-CAfile /etc/ssl/certs/ca-certificates.crt -crl_check';
    const list = revocationListOf(environment, target);
    return [
      `ssh ${target} cat ${list} | ssh ${from} 'cat > list.pem'`,
      `ssh ${from} 'openssl s_client -connect ${target}:${String(port)} ${trust} -CRL list.pem </dev/null' | grep 'Verify return code'`,
      ...(expect === 'replaced'
        ? [`ssh ${from} 'openssl verify ${trust} -CRLfile list.pem OLD.pem'  # the certificate of before`]
        : []),
      onInstance(from, 'rm list.pem'),
    ];
  },
  async run({ port, expect }, { environment, target, host, rotation }, signal) {
    const { role, address } = instanceNamed(environment, target);
    const list = await asRoot(host(target), `cat ${revocationListOf(environment, target)}`, { signal });
    const client = host(environment.monitoring.instance);
    const served = await verdictOfClient(client, { address, port }, list, signal);
    const observed = `a client with the list of ${target} says of what it hands out: ${served}`;
    if (expect !== 'replaced') {
      if (served !== REVOKED && !(served === TAKEN && expect === 'revoked or not'))
        throw new Error(`${observed}; expected ${REVOKED}: the cause is another`);
      return observed;
    }
    if (served !== TAKEN) throw new Error(observed);
    const [now, before] = [rotation.current(`tls.${role}.crt`), rotation.old(`tls.${role}.crt`)];
    const old = await verdictOnCertificate(client, before, list, signal);
    const both = `${observed}; of the certificate ${new X509Certificate(before).serialNumber} of before: ${old}`;
    if (old !== REVOKED) throw new Error(`${both}; expected ${REVOKED}`);
    if (new X509Certificate(now).checkPrivateKey(createPrivateKey(rotation.old(`tls.${role}.key`))))
      throw new Error(`${both}; but the key of before is the key of now`);
    return `${both}; its key fits the new one no more`;
  },
});

const revocationListOf = (...of: Parameters<typeof instanceNamed>): string => {
  const { name, role } = instanceNamed(...of);
  const { certificate } = roleSoftware[role];
  if (certificate === undefined) throw new Error(`${name} has no list of revoked certificates`);
  return certificate.revocationList;
};
