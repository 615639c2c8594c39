import type { ReportPage } from '../../../reports/confluence/page';
import type { ConfluencePages } from '../../applications/confluence-pages';

export interface Publication {
  readonly pages: ConfluencePages;
  readonly signal: AbortSignal;
  /** SVG to PNG; throws for a picture that cannot be drawn. */
  readonly draw: (svg: string) => Buffer;
  /** Told what people should know of a page: one line. */
  readonly say: (line: string) => void;
}

/** Confluence, or whoever else works there, does not let this page be written; the others may be. */
export class PageRefused extends Error {
  override readonly name = 'PageRefused';
  constructor(page: Pick<ReportPage, 'title'>, why: string, cause?: unknown) {
    super(`"${page.title}" ${why}`, cause === undefined ? {} : { cause });
  }
}

/** So often something is begun at most where somebody else is faster each time. */
export const ATTEMPTS = 5;
