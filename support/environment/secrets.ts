import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { learnSecrets } from '../drill/redaction/known-secrets';
import { openCertificateAuthority } from './certificate-authority';
import { configurationTemplates, domainOf } from './configuration';
import { roles, type Environment, type Role } from './environment';
import { promoteSshKeyPair, sshKeyPair, type SshKeyPair } from './keys';
import { passwordName } from './kept-secrets';

/** Passwords that are made here; certificates and keys come beside them. */
const passwordNames = [
  'mysql.root',
  'mysql.crowd',
  'mysql.confluence',
  'mysql.jira',
  'mysql.alfresco',
  'mysql.monitor',
  'ldap.admin',
  'crowd.application.confluence',
  'crowd.application.jira',
  'crowd.application.alfresco',
  'monitor.admin',
  'user.workload',
  'user.monitor',
  'user.admin',
  'user.legacy',
  'offsite.restic',
] as const;
export type PasswordName = (typeof passwordNames)[number];

/** The applications that have an account of their name in the database, whose password is kept as `mysql.<user>`. */
export const databaseUsers = ['crowd', 'confluence', 'jira', 'alfresco'] as const;
export type DatabaseUser = (typeof databaseUsers)[number];

/** Servers with a certificate of the environment's authority. */
const servers = ['web', 'monitor', 'ldap'] as const;

/**
 * What can be made anew while the environment lives: passwords of the database's users, servers' keys with their
 * certificates, and the list of revoked certificates, on which are then also those that are made anew with it.
 */
export const renewable = [
  'mysql.crowd',
  'mysql.confluence',
  'mysql.jira',
  'mysql.alfresco',
  'tls.web',
  'tls.ldap',
  'tls.ca.crl',
] as const;
export type RenewableSecret = (typeof renewable)[number];

/** Everything secret of one environment. What opens it learns it: no output of the process shows it. */
export interface Secrets {
  password(name: PasswordName): string;
  /** PEM of the environment's certificate authority; not secret. */
  readonly authorityCertificate: string;
  /** SSH key of the user `admin` on every host, as it is now. */
  readonly adminKey: SshKeyPair;
  /** The key that is to follow it; kept, so that a rotation that was cut short goes on with the same. */
  nextAdminKey(): Promise<SshKeyPair>;
  /** Makes the next key the key. Hosts must let it in by then. */
  promoteAdminKey(): Promise<void>;
  /** SSH key by which a role's hosts fetch configuration and secrets. */
  deployKey(role: Role): SshKeyPair;
  /** What a role's hosts are given, text by name, as `fixtures/configuration/secrets.yaml` says. */
  ofRole(role: Role): Readonly<Record<string, string>>;
  /** Any of them by its name: `mysql.jira`, `tls.web.crt`. */
  text(name: string): string;
  /** New ones, known to nobody yet and kept nowhere, text by name: of `tls.web` both `tls.web.key` and `tls.web.crt`. */
  fresh(names: readonly RenewableSecret[]): Promise<Readonly<Record<string, string>>>;
  /** The certificate (PEM) of a server that has one, as it would be had nobody renewed it: for its key, and ended. */
  endedCertificate(role: Role): string;
  /** The list (PEM) of the authority as it would be had the certificate of a server been revoked just now. */
  listRevoking(role: Role): string;
  /** Keeps new ones on this machine; of a password, the one of before as well, as `<name>.before`. */
  keep(texts: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Opens the secrets kept in `directory` (`.firedrill/<environment>`), making what is missing: `secrets.json` and
 * `keys/`. The directory is 0700, what is secret 0600. Calling it again gives the same secrets.
 */
export async function openSecrets(environment: Environment, directory: string): Promise<Secrets> {
  const keys = join(directory, 'keys');
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const passwords = await keepPasswords(directory);
  learnSecrets([...passwords].map(([name, value]) => ({ name: passwordName(directory, name), value })));
  const authority = await openCertificateAuthority(keys, environment.name);
  const texts = new Map<string, string>(passwords);
  texts.set('tls.ca.crt', authority.certificate);
  texts.set('tls.ca.crl', authority.revocationList);
  for (const role of servers) {
    const names = serverNames(environment, role);
    if (names === undefined) continue;
    const credential = await authority.issue(role, names);
    texts.set(`tls.${role}.key`, credential.key);
    texts.set(`tls.${role}.crt`, credential.certificate);
  }
  const offsite = await sshKeyPair(keys, 'offsite');
  texts.set('offsite.authorized-key', offsite.publicKey);
  texts.set('offsite.key', offsite.privateKey);
  const deployKeys = new Map<Role, SshKeyPair>();
  for (const role of roles) deployKeys.set(role, await sshKeyPair(keys, `deploy-${role}`));
  const given = secretsOfRoles();
  let adminKey = await sshKeyPair(keys, 'admin');

  const certificateOf = (role: Role): string =>
    found(texts.get(`tls.${role}.crt`), `certificate of a server of role ${role}`);
  return {
    password: (name) => found(passwords.get(name), `password ${name}`),
    authorityCertificate: authority.certificate,
    get adminKey() {
      return adminKey;
    },
    nextAdminKey: () => sshKeyPair(keys, 'admin.next'),
    promoteAdminKey: async () => {
      adminKey = await promoteSshKeyPair(keys, 'admin.next', 'admin');
    },
    deployKey: (role) => found(deployKeys.get(role), `deploy key of ${role}`),
    ofRole: (role) => {
      const names = ['tls.ca.crt', ...given[role]];
      return Object.fromEntries(names.map((name) => [name, found(texts.get(name), `secret ${name}`)]));
    },
    text: (name) => found(texts.get(name), `secret ${name}`),
    fresh: async (wanted) => {
      const made: Record<string, string> = {};
      for (const name of wanted) {
        if (name === 'tls.ca.crl') {
          const revoked = servers.filter((role) => wanted.some((each) => each === `tls.${role}`));
          if (revoked.length === 0) throw new Error('no certificate is made anew: none is to be revoked');
          made[name] = authority.revoke(revoked.map(certificateOf));
          continue;
        }
        const role = servers.find((each) => name === `tls.${each}`);
        if (role === undefined) {
          made[name] = newPassword();
          learnSecrets([{ name: passwordName(directory, name), value: made[name] }]);
          continue;
        }
        const hostnames = found(serverNames(environment, role), `server of role ${role}`);
        const { key, certificate } = authority.issueAnew(role, hostnames);
        made[`tls.${role}.key`] = key;
        made[`tls.${role}.crt`] = certificate;
      }
      return made;
    },
    endedCertificate: (role) => {
      const key = found(texts.get(`tls.${role}.key`), `certificate of a server of role ${role}`);
      return authority.issueEnded(key, found(serverNames(environment, role), `server of role ${role}`));
    },
    listRevoking: (role) => authority.revoke([certificateOf(role)]),
    keep: async (made) => {
      const certificates = servers.filter((role) => made[`tls.${role}.crt`] !== undefined);
      if (made['tls.ca.crl'] !== undefined) await authority.keepRevoked(certificates.map(certificateOf));
      const renewed = Object.entries(made).filter(([name]) => passwords.has(name));
      const before = renewed.map(([name]) => [`${name}.before`, passwords.get(name) ?? ''] as const);
      if (renewed.length > 0) await writePasswords(directory, new Map([...passwords, ...before, ...renewed]));
      for (const role of servers) {
        const [key, certificate] = [made[`tls.${role}.key`], made[`tls.${role}.crt`]];
        if (key !== undefined && certificate !== undefined) await authority.keep(role, { key, certificate });
      }
    },
  };
}

/** Which secrets each role is given besides the authority's certificate. */
export function secretsOfRoles(): Readonly<Record<Role, readonly string[]>> {
  const text = readFileSync(join(configurationTemplates, 'secrets.yaml'), 'utf8');
  return z.record(z.enum(roles), z.array(z.string())).parse(parse(text));
}

async function keepPasswords(directory: string): Promise<ReadonlyMap<string, string>> {
  const path = join(directory, 'secrets.json');
  const kept = await readFile(path, 'utf8').then(
    (text) => passwordsIn(path, text),
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    },
  );
  const passwords = new Map(Object.entries(kept));
  const missing = passwordNames.filter((name) => !passwords.has(name));
  if (missing.length === 0) return passwords;
  for (const name of missing) passwords.set(name, newPassword());
  await writePasswords(directory, passwords);
  return passwords;
}

/** Hexadecimal needs no quoting in SQL, XML, properties or a shell. */
const newPassword = (): string => randomBytes(20).toString('hex');

async function writePasswords(directory: string, passwords: ReadonlyMap<string, string>): Promise<void> {
  const path = join(directory, 'secrets.json');
  const temporary = `${path}.new`;
  await writeFile(temporary, `${JSON.stringify(Object.fromEntries(passwords), null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  await rename(temporary, path);
}

function passwordsIn(path: string, text: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own error quotes what stands around the mistake.
    throw new Error(`${path} is not JSON; expected passwords by name`);
  }
  return z.record(z.string(), z.string()).parse(value);
}

/** Names that clients call a server by; undefined where the environment has no such role. */
function serverNames(environment: Environment, role: Role): readonly [string, ...string[]] | undefined {
  const instance = environment.instances.find((candidate) => candidate.role === role);
  if (instance === undefined) return undefined;
  const own = [instance.name, `${instance.name}.${domainOf(environment)}`, instance.address] as const;
  const { https } = environment.access;
  return https.instance === instance.name ? [https.hostname, ...own] : [...own];
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
