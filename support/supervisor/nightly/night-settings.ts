import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readLocatedYaml } from '../../recovery/catalogue/located-yaml';

const text = z.string().min(1, 'expected a text');
/** As it stands in the file: a path, from the settings' folder. Secrets themselves do not stand there. */
const file = text;
const address = z.email('expected a mail address such as operations@example.org');

const settingsSchema = z.strictObject({
  version: z.literal(1),
  chat: z.strictObject({ webhookFile: file.optional(), ca: file.optional() }).optional(),
  mail: z
    .strictObject({
      server: text,
      port: z.int().min(1).max(65535),
      security: z.enum(['starttls', 'tls', 'none']),
      user: text.optional(),
      passwordFile: file.optional(),
      ca: file.optional(),
      from: address,
      to: z.array(address).min(1),
    })
    .optional(),
  confluence: z
    .strictObject({
      baseUrl: text,
      space: text,
      parent: z.union([text, z.int()]).transform(String),
      user: text.optional(),
      tokenFile: file.optional(),
      ca: file.optional(),
      wait: z.int().min(0, 'expected whole minutes').default(10),
    })
    .optional(),
});

/** Whom a night tells what it came to, and where it publishes. Paths are absolute. */
export type NightSettings = Omit<z.infer<typeof settingsSchema>, 'version'>;

/** Reads a settings file; throws a DefinitionError that lists every problem with its line. */
export function readNightSettings(path: string): NightSettings {
  const { chat, mail, confluence } = readLocatedYaml(path, path, settingsSchema).value;
  const folder = dirname(resolve(path));
  return {
    ...(chat === undefined ? {} : { chat: fromFolder(folder, chat) }),
    ...(mail === undefined ? {} : { mail: fromFolder(folder, mail) }),
    ...(confluence === undefined ? {} : { confluence: fromFolder(folder, confluence) }),
  };
}

const PATHS = ['webhookFile', 'passwordFile', 'tokenFile', 'ca'];

const fromFolder = <T extends object>(folder: string, part: T): T =>
  Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [
      key,
      PATHS.includes(key) && typeof value === 'string' ? resolve(folder, value) : value,
    ]),
  ) as T;
