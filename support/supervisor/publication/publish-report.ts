import type { ReportPage } from '../../../reports/confluence/page';
import type { ConfluencePages } from '../../applications/confluence-pages';
import { OutOfPatience } from '../../applications/patient-client';
import { RequestFailed } from '../../applications/request-failed';
import { parentId } from './destination';
import { publishPages, type Outcome, type Published } from './publish-pages';
import type { Destination, waitingRuns } from './waiting-runs';

export interface Report {
  readonly pages: ConfluencePages;
  readonly destination: Destination;
  readonly waiting: Pick<ReturnType<typeof waitingRuns>, 'add' | 'done' | 'all'>;
  /** The folder of the run to publish; absent where only the plans are. */
  readonly run: string | undefined;
  /** The pages of the report with these runs' folders; throws for one that is no finished run any more. */
  readonly pagesWith: (runs: readonly string[]) => readonly ReportPage[];
  readonly isThere: (folder: string) => boolean;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly draw: (svg: string) => Buffer;
  readonly say: (line: string) => void;
  readonly onPage: (page: ReportPage, outcome: Outcome, all: number) => void;
}

export type PublishedReport =
  | { readonly outcome: 'published'; readonly published: Published }
  /** Confluence was away for longer than the budget, or somebody interrupted: the next publication takes it up. */
  | { readonly outcome: 'waits'; readonly why: string };

/** Publishes a run, and those that wait since an earlier publication to the same place was cut short. */
export async function publishReport(report: Report): Promise<PublishedReport> {
  const { pages, destination, waiting, run, signal, draw, say } = report;
  const { kept, gone } = split(waiting.all(), report.isThere);
  for (const { folder } of gone) {
    say(`${folder} was to be published and is no finished run any more`);
    waiting.done(folder);
  }
  if (run !== undefined) waiting.add(run, report.now);
  const runs = [...new Set([...kept.map(({ folder }) => folder), ...(run === undefined ? [] : [run])])];
  for (const folder of runs) if (folder !== run) say(`${folder} waits since an earlier publication`);
  try {
    const reportPages = report.pagesWith(runs);
    const parent = await parentId(pages, destination, signal);
    const published = await publishPages({ pages, signal, draw, say }, reportPages, parent, report.onPage);
    for (const folder of runs) waiting.done(folder);
    return { outcome: 'published', published };
  } catch (error) {
    if (error instanceof OutOfPatience) return { outcome: 'waits', why: inOneLine(error) };
    if (signal.aborted) return { outcome: 'waits', why: 'it was interrupted' };
    throw refusedLogIn(error);
  }
}

function split<T extends { readonly folder: string }>(
  runs: readonly T[],
  isThere: (folder: string) => boolean,
): { readonly kept: readonly T[]; readonly gone: readonly T[] } {
  return {
    kept: runs.filter(({ folder }) => isThere(folder)),
    gone: runs.filter(({ folder }) => !isThere(folder)),
  };
}

function refusedLogIn(error: unknown): unknown {
  if (!(error instanceof RequestFailed) || error.status !== 401) return error;
  return new Error(
    'Confluence does not know the token; it is not tried again, since a password that fails repeatedly is locked out',
    { cause: error },
  );
}

const inOneLine = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}; last: ${error.cause.message}` : error.message;
