import { readFileSync } from 'node:fs';
import { pngOf } from '../../../reports/confluence/png-of';
import { openConfluencePages, type ConfluenceAccess } from '../../applications/confluence-pages';
import { milliseconds } from '../../drill/time';
import { realTimer } from '../../drill/timer';
import type { Environment } from '../../environment/environment';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { designPages } from '../design/design-pages';
import type { Progress } from '../output/progress';
import { checkedBaseUrl } from './destination';
import { publishReport, type PublishedReport } from './publish-report';
import { isFinishedRun } from './published-runs';
import { reportPages } from './report-pages';
import { PROPERTY } from './seal';
import { waitingRuns } from './waiting-runs';

/** A Confluence that is published to, as it was named. */
export interface ConfluenceTarget {
  readonly baseUrl: string;
  readonly space: string;
  /** Title or id of the page that all of it stands below. */
  readonly parent: string;
  readonly token: string;
  /** Signs in by Basic authentication, with the token as the password. */
  readonly user?: string | undefined;
  /** File of the certificate authority, PEM. */
  readonly ca?: string | undefined;
  /** For so many minutes nothing may succeed before it is given up. */
  readonly wait: number;
}

export interface PublishedRun {
  readonly environment: Environment;
  readonly drills: readonly DrillDefinition[];
  /** Of all runs. */
  readonly reportsFolder: string;
  /** The run's folder; absent where only the plans are published. */
  readonly run: string | undefined;
  readonly target: ConfluenceTarget;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Uploading a picture to a Confluence that is busy takes a while. */
const REQUEST_TIMEOUT = milliseconds(60_000);

/** Publishes a run and the plans, and says page by page what it did. Throws what is not mended by waiting. */
export async function publishRun(published: PublishedRun): Promise<PublishedReport> {
  const { environment, drills, reportsFolder, run, target, progress, signal } = published;
  const { name } = environment;
  const design = await designPages(environment, drills);
  const destination = {
    ...{ baseUrl: checkedBaseUrl(target.baseUrl), spaceKey: target.space, parent: target.parent },
    environment: name,
  };
  const pages = openConfluencePages(
    accessTo(target, destination.baseUrl),
    { spaceKey: target.space, propertyKey: PROPERTY },
    REQUEST_TIMEOUT,
    {
      budget: milliseconds(target.wait * 60_000),
      timer: realTimer,
      onWait: (failure, wait) => progress(`waits ${String(Math.ceil(wait / 1000))} s: ${failure.message}`),
    },
  );
  try {
    progress(
      run === undefined ? `the plans of ${name}; there is no run` : `the plans of ${name}, and ${run}`,
    );
    let done = 0;
    const result = await publishReport({
      ...{ pages, destination, run, signal, draw: pngOf, say: progress, now: new Date() },
      waiting: waitingRuns(reportsFolder, destination),
      isThere: isFinishedRun,
      pagesWith: (runs) => reportPages({ environment, drills, design, reportsFolder, runs }),
      onPage: (page, outcome, all) => {
        done += 1;
        if (outcome === 'created' || outcome === 'updated')
          progress(`${String(done)}/${String(all)} ${outcome}: ${page.title}`);
      },
    });
    if (result.outcome === 'waits') {
      progress(`${result.why}; the next firedrill publish to the same place goes on`);
      return result;
    }
    const { created, updated, unchanged, refused } = result.published;
    for (const line of refused) progress(`refused: ${line}`);
    const left = done - created - updated - unchanged;
    progress(
      `${String(created)} pages created, ${String(updated)} updated, ${String(unchanged)} unchanged, ${String(left)} refused`,
    );
    return result;
  } finally {
    pages.close();
  }
}

const accessTo = ({ token, user, ca }: ConfluenceTarget, baseUrl: string): ConfluenceAccess => ({
  ...{ baseUrl, token },
  ...(user === undefined ? {} : { username: user }),
  ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
});
