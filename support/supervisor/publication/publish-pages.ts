import type { ReportPage, RunInShort, Surroundings } from '../../../reports/confluence/page';
import type { PageHead } from '../../applications/confluence-answers';
import { PageRefused, type Publication } from './publication';
import { publishPage, refusePageOfOthers, type PublishedPage } from './publish-page';
import { sealOf } from './seal';

export interface Published {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** One line for each page that could not be written. */
  readonly refused: readonly string[];
}

export type Outcome = PublishedPage['outcome'] | 'refused';

/**
 * Publishes all pages below a parent page. Those that others stand below are made first where they are missing, and brought up
 * to date last, so that what they link to is there. The overview has all runs that have a page below it, also those that
 * another machine has published.
 *
 * @param reportPages each after the one that it stands below
 * @param parent the id of the page below which all stand
 * @param onPage told after each page, with how many there are
 */
export async function publishPages(
  publication: Publication,
  reportPages: readonly ReportPage[],
  parent: string,
  onPage: (page: ReportPage, outcome: Outcome, all: number) => void,
): Promise<Published> {
  const outcomes = new Map<ReportPage, Outcome>();
  const refused: string[] = [];
  /** Pages that have none to stand below, since that was refused. */
  const orphans: ReportPage[] = [];
  /** Of the pages that others stand below, the id, and the page as it was found. */
  const above = new Map<string, { readonly id: string; readonly found: PageHead | undefined }>();
  const listed = new Map<string, readonly PageHead[]>();
  const planned = reportPages.flatMap(({ title, run }) => (run === undefined ? [] : [{ title, run }]));

  const end = (page: ReportPage, outcome: Outcome): void => {
    outcomes.set(page, outcome);
    onPage(page, outcome, reportPages.length);
  };
  const refusing = async (page: ReportPage, work: (below: string) => Promise<void>): Promise<void> => {
    const below = page.below === undefined ? parent : above.get(page.below)?.id;
    if (below === undefined) {
      orphans.push(page);
      end(page, 'refused');
      return;
    }
    try {
      await work(below);
    } catch (error) {
      if (!(error instanceof PageRefused)) throw error;
      refused.push(inOneLine(error));
      end(page, 'refused');
    }
  };
  const find = async (page: ReportPage, below: string): Promise<PageHead | undefined> => {
    const siblings = listed.get(below) ?? (await publication.pages.children(below, publication.signal));
    listed.set(below, siblings);
    return (
      siblings.find(({ property }) => sealOf(property)?.page === page.key) ??
      siblings.find(({ title }) => title === page.title)
    );
  };

  const stems = reportPages.filter(({ key }) => reportPages.some(({ below }) => below === key));
  const leaves = reportPages.filter((page) => !stems.includes(page));
  for (const page of stems)
    await refusing(page, async (below) => {
      const found = await find(page, below);
      if (found !== undefined) await refuseOthers(publication, page, found);
      const { id } = found ?? (await publishPage(publication, page, found, below, runsFor(page, planned)));
      above.set(page.key, { id, found });
    });
  for (const page of leaves)
    await refusing(page, async (below) => {
      const found = await find(page, below);
      end(page, (await publishPage(publication, page, found, below, [])).outcome);
    });
  for (const page of [...stems].reverse()) {
    const stem = above.get(page.key);
    if (stem === undefined) continue;
    await refusing(page, async (below) => {
      const now = stem.found ?? (await publication.pages.read(stem.id, publication.signal));
      const runs = page.key === OVERVIEW ? await runsBelow(publication, stem.id) : [];
      const { outcome } = await publishPage(publication, page, now, below, runs);
      end(page, stem.found === undefined ? 'created' : outcome);
    });
  }
  const count = (wanted: Outcome): number => [...outcomes.values()].filter((one) => one === wanted).length;
  return {
    ...{ created: count('created'), updated: count('updated'), unchanged: count('unchanged') },
    refused: [
      ...refused,
      ...(orphans.length === 0 ? [] : [`${String(orphans.length)} pages that stand below those`]),
    ],
  };
}

/** Nothing is to be made below a page of somebody else. */
async function refuseOthers(
  { pages, signal }: Publication,
  page: ReportPage,
  found: PageHead,
): Promise<void> {
  if (sealOf(found.property)?.page === page.key) return;
  const current = await pages.read(found.id, signal);
  if (current !== undefined) refusePageOfOthers(page, current);
}

const OVERVIEW = 'overview';

const runsFor = ({ key }: ReportPage, runs: Surroundings['runs']): Surroundings['runs'] =>
  key === OVERVIEW ? newestFirst(runs) : [];

/** All runs that have a page below the overview, by what is sealed on each. */
async function runsBelow({ pages, signal }: Publication, overview: string): Promise<Surroundings['runs']> {
  const below = await pages.children(overview, signal);
  return newestFirst(
    below.flatMap(({ title, property }) => {
      const run: RunInShort | undefined = sealOf(property)?.run;
      return run === undefined ? [] : [{ title, run }];
    }),
  );
}

const newestFirst = (runs: Surroundings['runs']): Surroundings['runs'] =>
  [...runs].sort((one, other) => other.run.startedAt.localeCompare(one.run.startedAt));

function inOneLine(error: PageRefused): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
