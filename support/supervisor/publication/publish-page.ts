import { notesIn } from '../../../reports/confluence/notes-section';
import { bodyOf, contentHash, type ReportPage, type Surroundings } from '../../../reports/confluence/page';
import type { Page, PageHead } from '../../applications/confluence-answers';
import { RequestFailed } from '../../applications/request-failed';
import { PageRefused, type Publication } from './publication';
import { publishLabels } from './publish-labels';
import { publishPictures } from './publish-pictures';
import { putSeal, sealOf } from './seal';
import { refuseBroken, writeBody } from './write-body';

export interface PublishedPage {
  readonly id: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

/**
 * Makes a page what it is to be, from whatever is there: nothing, the page of an earlier publication, one that a killed
 * publisher has half done, one that people have edited. Each request leaves something from which the next publication goes
 * on, and the seal comes last. Throws PageRefused.
 *
 * @param found the page as it was listed; undefined where there was none
 * @param parent the id of the page below which it is made
 */
export async function publishPage(
  publication: Publication,
  page: ReportPage,
  found: PageHead | undefined,
  parent: string,
  runs: Surroundings['runs'],
): Promise<PublishedPage> {
  const { pages, signal } = publication;
  const whole = { runs, pictures: new Set(page.pictures.map(({ name }) => name)), short: false };
  const content = contentHash(page, whole);
  const before = sealOf(found?.property);
  if (found !== undefined && before?.content === content && before.version === found.version)
    return { id: found.id, outcome: 'unchanged' };

  const head = found ?? (await createPage(publication, page, parent, whole));
  const current = await pages.read(head.id, signal);
  if (current === undefined) throw new PageRefused(page, 'was removed meanwhile; publish again');
  refusePageOfOthers(page, current);
  const pictures = await publishPictures(publication, page, current.id);
  const body = await writeBody(publication, page, current, { ...whole, pictures: pictures.attached });
  const labelled = await publishLabels(publication, page, current.id);
  const sealed = await putSeal(publication, page, current, {
    ...{ page: page.key, content, ...body.seal },
    ...(page.run === undefined ? {} : { run: page.run }),
  });
  const changed = pictures.changed || body.changed || labelled || sealed;
  return {
    id: current.id,
    outcome: 'made' in head && head.made ? 'created' : changed ? 'updated' : 'unchanged',
  };
}

/** A page that was not there; `made` says whether it was us. */
interface Made {
  readonly id: string;
  readonly made: boolean;
}

/** Where somebody was faster, the page that he made. */
async function createPage(
  { pages, signal }: Publication,
  page: ReportPage,
  parent: string,
  whole: Surroundings,
): Promise<Made> {
  const create = async (around: Surroundings): Promise<Made> => {
    const body = bodyOf(page, around, undefined);
    refuseBroken(page, body);
    const { id } = await pages.create({ title: page.title, body }, parent, signal);
    return { id, made: true };
  };
  try {
    return await create(whole).catch((error: unknown) => {
      if (error instanceof RequestFailed && error.status === 413) return create({ ...whole, short: true });
      throw error;
    });
  } catch (error) {
    if (!(error instanceof RequestFailed) || !refusals.has(error.status ?? 0)) throw error;
    // Also of an earlier attempt to make it, whose answer did not arrive.
    const other = error.status === 400 ? await pages.find(page.title, signal) : undefined;
    if (other !== undefined) return { id: other.id, made: false };
    throw new PageRefused(page, 'is not taken by Confluence', error);
  }
}

const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 413]);

/** A page of that title that somebody else made is not ours to write on. */
export function refusePageOfOthers(page: ReportPage, current: Page): void {
  const sealed = sealOf(current.property);
  if (sealed === undefined ? notesIn(current.body) !== undefined : sealed.page === page.key) return;
  throw new PageRefused(
    page,
    `is there and was not made by Firedrill (page ${current.id}); rename it, or publish to another space`,
  );
}
