import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Milliseconds } from '../drill/time';
import { roleSoftware } from './role-software';
import type { Role } from './environment';
import { parseDuration } from './quantity';

const checkout = join(__dirname, '../..');
const imagesFolder = join(checkout, 'fixtures', 'images');

const file = z.strictObject({
  /** A file of the image's recipe, below its `files/`, that it is a copy of. */
  like: z.string(),
  owner: z.string().default('root:root'),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/)
    .default('0644'),
});

const mebibytes = z
  .string()
  .regex(/^\d+MiB$/, { error: 'expected a size in MiB such as 100MiB' })
  .transform((text) => Number.parseInt(text, 10) * 1024 ** 2);
const share = z
  .string()
  .regex(/^\d{1,2}%$/, { error: 'expected a share such as 80%' })
  .transform((text) => Number.parseInt(text, 10) / 100);
const duration = z.string().transform((text, context): Milliseconds => {
  const value = parseDuration(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'expected a duration such as 26h' });
  return z.NEVER;
});

const volumeSchema = z.strictObject({
  /** The most of it that may be used. */
  used: share,
  /** By how much it may grow in a day, in bytes. */
  dailyGrowth: mebibytes,
  /** How old its last good archive may be; absent for one that is in none. */
  archived: duration.optional(),
});

const characterizationSchema = z.strictObject({
  packages: z.array(z.string()).default([]),
  accounts: z.array(z.string()).default([]),
  ports: z.array(z.int().min(1).max(65535)).default([]),
  files: z.record(z.string().startsWith('/'), file).default({}),
  settings: z
    .strictObject({
      sshd: z.record(z.string(), z.string()).default({}),
      sysctl: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
  masked: z.array(z.string()).default([]),
  volume: volumeSchema.optional(),
});

export type VolumeCharacterization = z.infer<typeof volumeSchema>;

/** What an instance of an image is, with all that its parents give it. */
export interface Characterization {
  readonly packages: readonly string[];
  readonly accounts: readonly string[];
  /** TCP ports that something listens on for other hosts. */
  readonly ports: readonly number[];
  readonly files: Readonly<
    Record<string, { readonly sha256: string; readonly owner: string; readonly mode: string }>
  >;
  readonly settings: { readonly sshd: Settings; readonly sysctl: Settings };
  /** Units that nothing may start. */
  readonly masked: readonly string[];
  readonly health: { readonly unit: string; readonly command: string };
  readonly volume: VolumeCharacterization;
}
type Settings = Readonly<Record<string, string>>;

/** Whether an image is characterized: those of no system, which hold nothing and are thrown away, are not. */
export const isCharacterized = (role: Role): boolean =>
  existsSync(join(imagesFolder, role, 'characterization.yaml'));

/** Reads `characterization.yaml` of a role's image and of those that it is made of. Throws for one that is not valid. */
export function characterizationOf(role: Role, images: string = imagesFolder): Characterization {
  const layers = lineage(role, images).map((image) => readLayer(image, images));
  const volume = layers.findLast((layer) => layer.volume !== undefined)?.volume;
  if (volume === undefined) throw new Error(`no characterization of ${role} says anything of its volume`);
  const { unit, ask } = roleSoftware[role];
  return {
    packages: sorted(layers.flatMap(({ packages }) => packages)),
    accounts: sorted(layers.flatMap(({ accounts }) => accounts)),
    ports: [...new Set(layers.flatMap(({ ports }) => ports))].sort((one, other) => one - other),
    files: Object.assign({}, ...layers.map(({ files }) => files)) as Characterization['files'],
    settings: {
      sshd: Object.assign({}, ...layers.map(({ settings }) => settings.sshd)) as Settings,
      sysctl: Object.assign({}, ...layers.map(({ settings }) => settings.sysctl)) as Settings,
    },
    masked: sorted(layers.flatMap(({ masked }) => masked)),
    health: { unit, command: ask },
    volume,
  };
}

/** The file that a host compares itself with; see check-characterization. */
export function renderCharacterization(role: Role): string {
  const { packages, accounts, ports, files, settings, masked, health } = characterizationOf(role);
  return `${JSON.stringify({ packages, accounts, ports, files, settings, masked, health }, null, 1)}\n`;
}

/** The image's recipes, the first one's first. */
export function lineage(image: string, images: string = imagesFolder): readonly string[] {
  const { parent } = z
    .object({ parent: z.string() })
    .parse(parse(readFileSync(join(images, image, 'image.yaml'), 'utf8')));
  try {
    return [...lineage(parent, images), image];
  } catch (error) {
    // The first one's parent is nobody's recipe.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [image];
  }
}

/** What the image of this name alone adds to its parents' characterization. Throws for one that is not valid. */
export function ownCharacterization(
  image: string,
  images: string = imagesFolder,
): z.infer<typeof characterizationSchema> {
  const path = join(images, image, 'characterization.yaml');
  const parsed = characterizationSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${relative(checkout, path)}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readLayer(image: string, images: string) {
  const own = ownCharacterization(image, images);
  const files = Object.fromEntries(
    Object.entries(own.files).map(([target, { like, owner, mode }]) => {
      const content = readFileSync(join(images, image, 'files', like));
      return [target, { sha256: createHash('sha256').update(content).digest('hex'), owner, mode }];
    }),
  );
  return { ...own, files };
}

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
