import { pictureHash, type Picture, type ReportPage } from '../../../reports/confluence/page';
import type { Attachment } from '../../applications/confluence-answers';
import { RequestFailed } from '../../applications/request-failed';
import { ATTEMPTS, PageRefused, type Publication } from './publication';

export interface PublishedPictures {
  /** Names of those that are attached, as they are to be. */
  readonly attached: ReadonlySet<string>;
  readonly changed: boolean;
}

/** Too large, or attachments are not allowed here. */
const refusals: ReadonlySet<number> = new Set([403, 404, 413]);

/**
 * Attaches the page's pictures, where one is not there or another one is: an attachment's comment has the hash of its picture.
 * One that Confluence refuses is left out, and said; the page goes without it.
 */
export async function publishPictures(
  publication: Publication,
  page: ReportPage,
  id: string,
): Promise<PublishedPictures> {
  if (page.pictures.length === 0) return { attached: new Set(), changed: false };
  const attached = new Set<string>();
  let changed = false;
  let there = await publication.pages.attachments(id, publication.signal);
  for (const picture of page.pictures) {
    for (let attempt = 0; ; attempt += 1) {
      if (attempt === ATTEMPTS)
        throw new PageRefused(page, `got another "${picture.name}" each time that it was to be attached`);
      const outcome = await attach(publication, page, id, picture, there);
      if (outcome === 'changed') changed = true;
      if (outcome === 'changed' || outcome === 'there') attached.add(picture.name);
      if (outcome !== 'again') break;
      there = await publication.pages.attachments(id, publication.signal);
    }
  }
  return { attached, changed };
}

async function attach(
  { pages, signal, say, draw }: Publication,
  page: ReportPage,
  id: string,
  picture: Picture,
  there: readonly Attachment[],
): Promise<'there' | 'changed' | 'refused' | 'again'> {
  const { name, svg } = picture;
  const comment = `Firedrill ${pictureHash(svg)}`;
  const same = there.find((one) => one.name === name);
  if (same?.comment === comment) return 'there';
  const bytes = drawn(draw, svg);
  if (bytes instanceof Error) {
    say(`"${page.title}": "${name}" cannot be drawn and is left out: ${bytes.message}`);
    return 'refused';
  }
  try {
    await pages.attach(id, { name, bytes, comment }, same?.id, signal);
    return 'changed';
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    // The name is taken, by another publisher or by an attempt whose answer did not arrive.
    if (error.status === 400 || error.status === 409) return 'again';
    if (!refusals.has(error.status ?? 0)) throw error;
    say(`"${page.title}": "${name}" is left out: ${error.message}`);
    return 'refused';
  }
}

function drawn(draw: Publication['draw'], svg: string): Buffer | Error {
  try {
    return draw(svg);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
