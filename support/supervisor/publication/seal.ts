import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ReportPage, RunInShort } from '../../../reports/confluence/page';
import type { Page, Property } from '../../applications/confluence-answers';
import { RequestFailed } from '../../applications/request-failed';
import { ATTEMPTS, PageRefused, type Publication } from './publication';

/** The content property in which a publisher notes what a page is and what it wrote there: the last thing that it writes. */
export const PROPERTY = 'firedrill';

const result = z.enum(['met', 'missed', 'unknown']);
const count = z.int().nonnegative();
const run = z.object({
  ...{ run: z.string(), startedAt: z.string(), result },
  ...{ met: count, missed: count, unknown: count },
  longestMs: z.number().optional(),
}) satisfies z.ZodType<RunInShort>;

const sealShape = z.object({
  /** The page's key. */
  page: z.string(),
  /** Hash of what the page was to be: title, body, labels, pictures. */
  content: z.string(),
  /** Hash of the body that was written: without what Confluence refused for its size. */
  written: z.string(),
  /** Hash of what a reader sees of it without the notes: by it an edit elsewhere is known. */
  rest: z.string(),
  /** The page's version that has it. */
  version: count,
  run: run.optional(),
});

export type Seal = z.infer<typeof sealShape>;

/** Undefined for a page that has none, or one that no publisher of this version wrote. */
export function sealOf(property: Property | undefined): Seal | undefined {
  const read = sealShape.safeParse(property?.value);
  return read.success ? read.data : undefined;
}

/** Writes it where another one is there, and reads again where somebody was faster. Whether it was written. */
export async function putSeal(
  { pages, signal }: Publication,
  page: ReportPage,
  current: Page,
  seal: Seal,
): Promise<boolean> {
  let there = current.property;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (isDeepStrictEqual(sealOf(there), seal)) return false;
    try {
      await pages.putProperty(current.id, { value: seal, version: (there?.version ?? 0) + 1 }, signal);
      return true;
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.status !== 409) throw error;
      const read = await pages.read(current.id, signal);
      if (read === undefined) throw new PageRefused(page, 'was removed meanwhile; publish again');
      there = read.property;
    }
  }
  throw new PageRefused(page, 'was sealed by others each time that it was to be; publish again');
}
