import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';

/** What a client says of a certificate that is on its revocation list. Source: OpenSSL's X509_V_ERR_CERT_REVOKED. */
export const REVOKED = 'certificate revoked';
export const TAKEN = 'taken';

/**
 * What a client that trusts the environment's authority, and has this revocation list (PEM), says of the certificate that a
 * server hands out: `taken`, or why it refuses it. Without an answer, `no certificate`.
 */
export async function verdictOfClient(
  client: Shell,
  server: { readonly address: string; readonly port: number },
  list: string,
  signal: AbortSignal,
): Promise<string> {
  const command = withList(
    `timeout 10 openssl s_client -connect ${server.address}:${String(server.port)} ${trust} -crl_check -CRL "$folder/list" -verify_return_error </dev/null 2>&1`,
  );
  const { stdout } = await tryAsRoot(client, command, { signal, input: list });
  const refused = /verify error:num=\d+:(.+)/.exec(stdout)?.[1]?.trim();
  if (refused !== undefined) return refused;
  return stdout.includes('Verify return code: 0 (ok)') ? TAKEN : 'no certificate';
}

/** The same of a certificate (PEM) that whoever has its key could hand out. */
export async function verdictOnCertificate(
  client: Shell,
  certificate: string,
  list: string,
  signal: AbortSignal,
): Promise<string> {
  const command = withList(
    `printf %s ${quote(certificate)} > "$folder/certificate"; openssl verify ${trust} -crl_check -CRLfile "$folder/list" "$folder/certificate" 2>&1`,
  );
  const { code, stdout } = await tryAsRoot(client, command, { signal, input: list });
  const refused = /^error \d+ at \d+ depth lookup: ?(.+)$/m.exec(stdout)?.[1]?.trim();
  if (refused !== undefined) return refused;
  if (code === 0 && stdout.includes(': OK')) return TAKEN;
  throw new Error(`openssl verify said: ${stdout.trim() || 'nothing'}`);
}

const trust = '-CAfile /etc/ssl/certs/ca-certificates.crt';

/** The list comes by standard input, and is gone with the command. */
const withList = (command: string): string =>
  `folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT; cat > "$folder/list"; ${command}`;
