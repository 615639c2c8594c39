import { z } from 'zod';
import { renewable, type RenewableSecret } from '../../../environment/secrets';
import { action } from '../action';

const names = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.array(z.enum(renewable)).min(1));

/** Makes new secrets and hands them to the bastion. Who uses them takes them by later steps. */
export const renewSecrets = action<{ secrets: RenewableSecret[] }>({
  name: 'renew-secrets',
  parameters: z.strictObject({ secrets: names }),
  commands: ({ secrets }, { environment }) => {
    const kept = `.firedrill/${environment.name}`;
    return [
      // Before the certificate is removed.
      ...(secrets.includes('tls.ca.crl') ? revokeCommands(secrets, kept) : []),
      ...secrets
        .filter((name) => name !== 'tls.ca.crl')
        .map((name) =>
          name.startsWith('tls.')
            ? `rm ${kept}/keys/${name.slice('tls.'.length)}.key ${kept}/keys/${name.slice('tls.'.length)}.pem  # made anew by the next command`
            : `openssl rand -hex 20  # goes into ${kept}/secrets.json as ${name}`,
        ),
      `npx firedrill up ${environment.name}`,
    ];
  },
  async run({ secrets }, { target, rotation }, signal) {
    await rotation.renew(secrets, signal);
    return `${secrets.join(', ')}: made anew, and ${target} has them for the hosts`;
  },
});

const revokeCommands = (secrets: readonly RenewableSecret[], kept: string): readonly string[] =>
  secrets
    .filter((name) => name.startsWith('tls.') && name !== 'tls.ca.crl')
    .map(
      (name) =>
        `openssl x509 -noout -serial -in ${kept}/keys/${name.slice('tls.'.length)}.pem  # goes into ${kept}/keys/ca.revoked.json, with the time`,
    );
