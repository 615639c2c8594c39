import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { z } from 'zod';
import { NODE_TARGET, officialNodeInputs } from '../../fixtures/node/official-node';
import { tarArchive, type TarEntry } from './tar-archive';

const checkout = join(__dirname, '../..');
const imagesFolder = join(checkout, 'fixtures', 'images');

const recipeFile = z.strictObject({
  parent: z.string(),
  /** The role that its instances have, where that is not the recipe's own name: another version of that role's image. */
  role: z.string().optional(),
  /** The version of the application that it brings, as that tells it. */
  version: z
    .string()
    .regex(/^\d+(\.\d+)+$/, { error: 'expected a version such as 9.2.1' })
    .optional(),
  bundles: z
    .array(
      z.strictObject({
        entry: z.string(),
        as: z.string(),
        /** Whether packages are taken as ES modules, of which what is not used is left out: for programs that start often. */
        modules: z.boolean().default(false),
      }),
    )
    .default([]),
  /** As what the npm package of Node's own build is put beside the files. */
  node: z.string().optional(),
});

/** How an image is made of its parent. */
export interface ImageRecipe {
  readonly name: string;
  /** Another recipe's name, or that of a public image of Debian's. */
  readonly parent: string;
  readonly role: string;
  readonly version: string | undefined;
  /** The files below `/opt/firedrill/install` and the install script, as a tar archive. */
  readonly archive: Buffer;
  /** Where below that folder Node's own build for the machine is put, where it is; see `fixtures/node`. */
  readonly node: string | undefined;
  /** SHA-256 (hex) of everything that goes into it but its parent. */
  readonly inputs: string;
}

/** The names of the recipes in `fixtures/images`. */
export function imageRecipeNames(): readonly string[] {
  return readdirSync(imagesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** What `image.yaml` says of a recipe. Throws when it is not valid. */
export function readRecipeFile(name: string): z.infer<typeof recipeFile> {
  const file = join(imagesFolder, name, 'image.yaml');
  const parsed = recipeFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(
      `${relative(checkout, file)}: ${z.prettifyError(parsed.error)}; expected parent and bundles`,
    );
  }
  return parsed.data;
}

/** A recipe with its bundles built. Throws when it is not valid. */
export async function readImageRecipe(name: string): Promise<ImageRecipe> {
  const folder = join(imagesFolder, name);
  const { parent, role = name, version, bundles, node } = readRecipeFile(name);
  const entries: TarEntry[] = filesBelow(join(folder, 'files'));
  for (const { entry, as, modules } of bundles) {
    entries.push({ path: as, content: await bundle(entry, modules), mode: 0o644 });
  }
  entries.push({ path: 'install.sh', content: readFileSync(join(folder, 'install.sh')), mode: 0o755 });
  const archive = tarArchive(entries);
  const hash = createHash('sha256').update(archive);
  // What it is tagged with is a part of it: an image of the same files without it is another.
  if (version !== undefined) hash.update(`${role} ${version}`);
  if (node !== undefined) hash.update(`${node} ${officialNodeInputs}`);
  return { name, parent, role, version, archive, node, inputs: hash.digest('hex') };
}

/** One file for the Node that the images have, whatever Node runs the harness. */
async function bundle(entry: string, modules: boolean): Promise<Buffer> {
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: checkout,
    bundle: true,
    platform: 'node',
    target: NODE_TARGET,
    format: 'cjs',
    legalComments: 'none',
    ...(modules ? { mainFields: ['module', 'main'], minify: true } : {}),
    logLevel: 'silent',
    write: false,
  });
  return Buffer.from(result.outputFiles[0]?.contents ?? []);
}

function filesBelow(folder: string): TarEntry[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true }).map(String).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path);
    if (!found.isFile() || name.includes('__pycache__')) return [];
    // As git keeps it: of the mode only whether it may be executed.
    return [{ path: name, content: readFileSync(path), mode: found.mode & 0o100 ? 0o755 : 0o644 }];
  });
}
