import type { Role } from './environment';
import type { Secrets } from './secrets';
import { tarArchive, type TarEntry } from './tar-archive';

/**
 * The tar archive that `/opt/firedrill/bin/import-configuration <revision>` reads on the bastion: the rendered
 * configuration, each role's secrets, and the deploy keys with their forced commands. It holds secrets: hand it over
 * by standard input, never keep it.
 * @param roles those that the environment has
 */
export function configurationArchive(
  files: ReadonlyMap<string, string>,
  secrets: Secrets,
  roles: readonly Role[],
): Buffer {
  const keys = roles
    // The bastion takes its own configuration locally.
    .filter((role) => role !== 'bastion')
    .map((role) => {
      const command = `/opt/firedrill/bin/configuration-shell ${role}`;
      return `restrict,command="${command}" ${secrets.deployKey(role).publicKey}\n`;
    });
  return tarArchive([
    ...[...files].map(([path, content]) =>
      entry(`configuration/${path}`, content, path === 'apply' ? 0o755 : 0o644),
    ),
    ...roles.map((role) => entry(`secrets/${role}.json`, secretsFile(secrets, role), 0o600)),
    entry('authorized_keys', keys.join(''), 0o644),
  ]);
}

/** What a role's hosts are given of the secrets, as they keep it. */
export const secretsFile = (secrets: Pick<Secrets, 'ofRole'>, role: Role): string =>
  `${JSON.stringify(secrets.ofRole(role), null, 2)}\n`;

const entry = (path: string, content: string, mode: number): TarEntry => ({
  path,
  content: Buffer.from(content),
  mode,
});
