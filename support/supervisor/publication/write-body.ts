import { notesIn, visibleWithoutNotes, withoutNotes } from '../../../reports/confluence/notes-section';
import { bodyOf, hashOf, type ReportPage, type Surroundings } from '../../../reports/confluence/page';
import { vocabularyProblems, wellFormednessProblem } from '../../../reports/confluence/storage-problem';
import type { Page } from '../../applications/confluence-answers';
import { RequestFailed } from '../../applications/request-failed';
import { ATTEMPTS, PageRefused, type Publication } from './publication';
import { sealOf, type Seal } from './seal';

export interface WrittenBody {
  readonly seal: Pick<Seal, 'written' | 'rest' | 'version'>;
  readonly changed: boolean;
}

/**
 * Writes title and body where they differ from what is there, and takes over the notes of people as they are at that moment:
 * when somebody is faster (409), the page is read again. A body that is too large (413) is written without its details. What
 * people wrote outside of the notes is replaced, and said; it stays in the page's history.
 */
export async function writeBody(
  publication: Publication,
  page: ReportPage,
  first: Page,
  whole: Surroundings,
): Promise<WrittenBody> {
  const { pages, signal, say } = publication;
  let current = first;
  let around = whole;
  let changed = false;
  const again = async (): Promise<Page> => {
    const read = await pages.read(first.id, signal);
    if (read === undefined) throw new PageRefused(page, 'was removed meanwhile; publish again');
    return read;
  };
  for (let attempt = 0; ; attempt += 1) {
    const body = bodyOf(page, around, notesIn(current.body));
    const written = hashOf(JSON.stringify([page.title, withoutNotes(body)]));
    const rest = hashOf(visibleWithoutNotes(current.body));
    if (isThere(page, current, written, rest, body))
      return { seal: { written, rest, version: current.version }, changed };
    if (attempt === ATTEMPTS) throw new PageRefused(page, TOO_OFTEN);
    refuseBroken(page, body);
    if (attempt === 0 && isEditedElsewhere(current, rest)) say(editedElsewhere(current));
    try {
      const next = { version: current.version + 1, message: messageOf(written) };
      await pages.update(current.id, { title: page.title, body }, next, signal);
      changed = true;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      const { status = 0 } = error;
      if (status === 413 && !around.short) around = { ...around, short: true };
      else if (refusals.has(status)) throw new PageRefused(page, 'is not taken by Confluence', error);
      else if (status !== 409) throw error;
    }
    // Whoever wrote last, what the page is now is read from it.
    current = await again();
  }
}

const TOO_OFTEN = `was changed by others each of ${String(ATTEMPTS)} times that it was written; publish again`;
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 413]);
const MESSAGE = 'Firedrill, content ';

const messageOf = (written: string): string => `${MESSAGE}${written}`;

/** Since a publisher sealed it, somebody who is none has changed more than the notes. */
function isEditedElsewhere({ property, message }: Page, rest: string): boolean {
  const seal = sealOf(property);
  return seal !== undefined && seal.rest !== rest && !message.startsWith(MESSAGE);
}

const editedElsewhere = ({ title, version }: Page): string =>
  `"${title}": version ${String(version)} was edited outside of the notes; that stays in its history only`;

/**
 * The page has the body: its last version says so, or the seal does and at most the notes were edited. A page without a seal,
 * whose publisher was killed when he had made it, reads the same.
 */
function isThere(page: ReportPage, current: Page, written: string, rest: string, body: string): boolean {
  if (current.title !== page.title) return false;
  if (current.message === messageOf(written)) return true;
  const seal = sealOf(current.property);
  return seal === undefined
    ? hashOf(visibleWithoutNotes(body)) === rest
    : seal.written === written && seal.rest === rest;
}

/** Nothing that Confluence would have to make sense of leaves this machine. */
export function refuseBroken(page: ReportPage, body: string): void {
  const problem = wellFormednessProblem(body) ?? vocabularyProblems(withoutNotes(body))[0];
  if (problem !== undefined) throw new PageRefused(page, `would be no storage format: ${problem}`);
}
