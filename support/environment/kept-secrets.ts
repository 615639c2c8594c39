import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { NamedSecret } from '../drill/redaction/named-secret';

/** The personal access token with which `firedrill publish` signs in. */
export const CONFLUENCE_TOKEN = 'FIREDRILL_CONFLUENCE_TOKEN';

/** The password with which a night's mail is sent. */
export const SMTP_PASSWORD = 'FIREDRILL_SMTP_PASSWORD';

/** The address of the chat's incoming webhook: whoever knows it may write there. */
export const CHAT_WEBHOOK = 'FIREDRILL_CHAT_WEBHOOK';

/** What the cloud's client reads besides what it is given (docs.aws.amazon.com/sdkref, "Access keys"), and ours. */
const SECRET_VARIABLES = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  CONFLUENCE_TOKEN,
  SMTP_PASSWORD,
  CHAT_WEBHOOK,
] as const;

/** Of a webhook's address what nobody may see: its server is named in messages, as are others of that server. */
export const secretOfWebhook = (address: string): string => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url === undefined ? address : `${url.pathname}${url.search}`;
};

/** What a kept key is called: its path in the state folder, `staging/keys/admin`. */
export const keyName = (folder: string, file: string): string =>
  join(basename(dirname(folder)), basename(folder), file);

/** What a kept password is called: `staging/mysql.root`. */
export const passwordName = (environmentFolder: string, name: string): string =>
  join(basename(environmentFolder), name);

export const CLOUD_SECRET = 'cloud/secret-access-key';

export function secretsOfVariables(variables: NodeJS.ProcessEnv): readonly NamedSecret[] {
  return SECRET_VARIABLES.flatMap((name) => {
    const value = variables[name];
    if (value === undefined) return [];
    return [{ name, value: name === CHAT_WEBHOOK ? secretOfWebhook(value.trim()) : value }];
  });
}

/**
 * Every secret that lies in `.firedrill`, of all environments: what is said of one may hold another's. A file that is
 * missing or cannot be read as what it is holds none that could be used; whoever needs it says so.
 */
export function keptSecrets(stateFolder: string): readonly NamedSecret[] {
  const cloud = json(join(stateFolder, 'cloud.json')) as
    { readonly credentials?: { readonly secretAccessKey?: unknown } } | undefined;
  const secret = cloud?.credentials?.secretAccessKey;
  return [
    ...(typeof secret === 'string' ? [{ name: CLOUD_SECRET, value: secret }] : []),
    ...names(stateFolder)
      .map((name) => join(stateFolder, name))
      .flatMap((folder) => [...keptPasswords(folder), ...keptKeys(join(folder, 'keys'))]),
  ];
}

function keptPasswords(folder: string): readonly NamedSecret[] {
  return Object.entries(json(join(folder, 'secrets.json')) ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name: passwordName(folder, name), value }] : [],
  );
}

function keptKeys(folder: string): readonly NamedSecret[] {
  return names(folder).flatMap((file) => {
    const value = text(join(folder, file));
    if (value?.includes('PRIVATE KEY-----') !== true) return [];
    const beside = [`${file}.pub`, `${basename(file, '.key')}.pem`];
    const published = beside.flatMap((name) => text(join(folder, name)) ?? []);
    return [{ name: keyName(folder, file), value, published }];
  });
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function text(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function json(file: string): object | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
