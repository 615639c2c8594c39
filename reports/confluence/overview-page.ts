import { duration, instant } from '../html/units';
import { box, heading, pageLink, paragraph, table, tableOfContents } from './macros';
import type { ReportPage, Surroundings } from './page';
import { countsInWords } from './run-in-short';
import type { Part } from './storage-format';
import { designTitle, overviewTitle, runbooksTitle, scenariosTitle } from './titles';
import { verdictBox, verdictStatus } from './verdict-status';

/** So many runs are in the overview's table; the pages of older ones stay below it. */
const MOST_RUNS = 60;

const SAYS = {
  met: 'The last run met every objective.',
  missed: 'The last run missed an objective.',
  unknown: 'Of the last run it is not known whether every objective was met.',
};

/** The page that stays: the last run first, all runs that have a page, and the way to scenarios and runbooks. */
export function overviewPage(environment: string): ReportPage {
  return {
    key: 'overview',
    title: overviewTitle(environment),
    labels: ['firedrill', 'firedrill-overview'],
    pictures: [],
    content: ({ runs }) => [
      lastRun(runs),
      tableOfContents(1),
      heading(1, 'When something fails'),
      paragraph(
        pageLink(scenariosTitle(environment), 'What can fail, and what to do then'),
        ' · ',
        pageLink(runbooksTitle(environment), 'All runbooks'),
        ' · ',
        pageLink(designTitle(environment), 'How it is built'),
      ),
      heading(1, 'Runs'),
      table(
        ['Run', 'Began', 'Verdict', 'Drills', 'Longest recovery'],
        runs
          .slice(0, MOST_RUNS)
          .map(({ title, run }) => [
            pageLink(title, run.run),
            instant(run.startedAt),
            verdictStatus(run.result),
            countsInWords(run),
            run.longestMs === undefined ? '–' : duration(run.longestMs),
          ]),
      ) ?? paragraph('No run has been published yet.'),
      runs.length > MOST_RUNS
        ? paragraph(`${String(runs.length - MOST_RUNS)} older runs have a page below this one.`)
        : undefined,
    ],
  };
}

function lastRun(runs: Surroundings['runs']): Part {
  const [last] = runs;
  if (last === undefined) return undefined;
  const { title, run } = last;
  return box(
    verdictBox(run.result),
    SAYS[run.result],
    paragraph(
      verdictStatus(run.result),
      ` ${countsInWords(run)}${run.longestMs === undefined ? '' : `; the longest recovery took ${duration(run.longestMs)}`}. `,
      pageLink(title, 'The run, drill by drill'),
    ),
  );
}
