import { createHash } from 'node:crypto';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.object({
  /** Relative to the pack, with `/`. */
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: hash,
});

const packManifest = z.strictObject({
  version: z.literal(1),
  kind: z.literal('firedrill-acceptance-pack'),
  environment: z.string(),
  for: z.string(),
  run: z.string(),
  decidedAt: z.string(),
  accepted: z.boolean(),
  /** In the order in which they were drilled. */
  drills: z.array(
    z.strictObject({
      drill: z.string(),
      result: z.enum(['met', 'missed', 'unknown']),
      files: z.array(file),
      /** SHA-256 over the drill before, this one's name and result, and its files. */
      chain: hash,
    }),
  ),
  /** All others but this one and the signatures. */
  files: z.array(file),
  /** SHA-256 of everything above. */
  seal: hash,
});

/**
 * `manifest.json` of an acceptance pack: every file with its SHA-256, the drills' in a chain, so that none can be taken out, put
 * in or moved without all that follow it changing. It is what is signed, so its text is always the same for the same content.
 */
export type PackManifest = z.infer<typeof packManifest>;
export type PackedFile = z.infer<typeof file>;

export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURES_FOLDER = 'signatures';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Head = Pick<PackManifest, 'environment' | 'for' | 'run'>;

/** The chain before the first drill. */
export const chainStart = (head: Head): string =>
  sha256(JSON.stringify([head.environment, head.for, head.run]));

/** The chain's next link. JSON tells where each name ends. */
export const chainLink = (
  before: string,
  { drill, result, files }: Pick<PackManifest['drills'][number], 'drill' | 'result' | 'files'>,
): string =>
  sha256(
    JSON.stringify([before, drill, result, files.map(({ path, bytes, sha256: sum }) => [path, bytes, sum])]),
  );

/** The end of a manifest's chain: what the pages show of it. */
export const chainEnd = (manifest: Head & Pick<PackManifest, 'drills'>): string =>
  manifest.drills.at(-1)?.chain ?? chainStart(manifest);

/** The drills with their links, in this order. */
export function chained(
  head: Head,
  drills: readonly Omit<PackManifest['drills'][number], 'chain'>[],
): PackManifest['drills'] {
  let chain = chainStart(head);
  return drills.map((drill) => {
    chain = chainLink(chain, drill);
    return { ...drill, chain };
  });
}

/** The text of a manifest: the only one that is taken for it. */
export function manifestText(manifest: Omit<PackManifest, 'seal' | 'version' | 'kind'>): string {
  const { environment, for: target, run, decidedAt, accepted, drills, files } = manifest;
  const content = {
    version: 1,
    kind: 'firedrill-acceptance-pack',
    ...{ environment, for: target, run, decidedAt, accepted, drills, files },
  };
  const sealed = { ...content, seal: sha256(JSON.stringify(content)) };
  return `${JSON.stringify(sealed, undefined, 2)}\n`;
}

/** Reads a manifest and says all that is wrong with it by itself. `manifest` is there where it can be read at all. */
export function parseManifest(text: string): {
  readonly manifest?: PackManifest;
  readonly problems: readonly string[];
} {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: [`${MANIFEST_FILE} is damaged: it is not JSON`] };
  }
  const parsed = packManifest.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    return {
      problems: [`${MANIFEST_FILE} is damaged${where}: ${issue?.message ?? 'it is no manifest'}`],
    };
  }
  const manifest = parsed.data;
  if (text !== manifestText(manifest))
    return {
      manifest,
      problems: [`${MANIFEST_FILE} was changed: its seal does not fit it`, ...broken(manifest)],
    };
  return { manifest, problems: broken(manifest) };
}

/** Where the chain breaks: only the first drill is named, since all that follow it do not fit either. */
function broken(manifest: PackManifest): readonly string[] {
  let chain = chainStart(manifest);
  let before = 'the beginning';
  for (const drill of manifest.drills) {
    if (chainLink(chain, drill) !== drill.chain)
      return [
        `the chain of drills breaks at ${drill.drill}: it was changed, or a drill between ${before} and it was taken out, put in or moved`,
      ];
    chain = drill.chain;
    before = drill.drill;
  }
  return [];
}
