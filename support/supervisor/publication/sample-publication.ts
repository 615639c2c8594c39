import type { TestContext } from 'node:test';
import { box, heading, paragraph } from '../../../reports/confluence/macros';
import { overviewPage } from '../../../reports/confluence/overview-page';
import type { ReportPage } from '../../../reports/confluence/page';
import { openConfluencePages } from '../../applications/confluence-pages';
import { milliseconds } from '../../drill/time';
import type { Timer } from '../../drill/timer';
import { publishReport, type PublishedReport } from './publish-report';
import type { Outcome } from './publish-pages';
import { PARENT, SPACE, startSecondConfluence, TOKEN, type SecondConfluence } from './second-confluence';
import { PROPERTY, sealOf } from './seal';
import type { WaitingRun } from './waiting-runs';

const ENVIRONMENT = 'staging';
export const OVERVIEW = 'Recovery report (staging)';
export const RUN = 'Run r1 (staging)';

const svg = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><rect width="8" height="4" fill="${colour}"/></svg>`;

/** A report of few pages, of each kind that matters to a publisher. */
export function report(text = 'as it was', colour = 'green'): readonly ReportPage[] {
  const leaf = (key: string, title: string, below: string): ReportPage => ({
    ...{ key, title, below, labels: ['firedrill', `firedrill-${below}`], pictures: [] },
    content: () => [heading(1, title), paragraph(text)],
  });
  return [
    overviewPage(ENVIRONMENT),
    {
      ...leaf('run/r1', RUN, 'overview'),
      labels: ['firedrill', `firedrill-${text === 'as it was' ? 'met' : 'missed'}`],
      pictures: [
        { name: 'a.png', svg: svg(colour) },
        { name: 'b.png', svg: svg('blue') },
      ],
      run: { run: 'r1', startedAt: '2026-11-27T02:00:00Z', result: 'met', met: 2, missed: 0, unknown: 0 },
      content: ({ pictures, short }) => [
        box('tip', 'Met', paragraph(text)),
        paragraph(`shown: ${[...pictures].sort().join()}`),
        short ? paragraph('short') : paragraph('detail '.repeat(400)),
      ],
    },
    leaf('scenarios', 'Failure scenarios (staging)', 'overview'),
    leaf('scenario/s1', 'Jira is killed (s1, staging)', 'scenarios'),
    leaf('runbooks', 'Runbooks (staging)', 'overview'),
    leaf('runbook/b1', 'Runbook: restart (b1, staging)', 'runbooks'),
  ];
}

/** Waits take no time; how long they would have taken is noted. */
export function skippingTimer(): Timer & { readonly waits: number[] } {
  const waits: number[] = [];
  let time = 0;
  return {
    waits,
    now: () => time,
    after: (wait, call) => {
      const later = setImmediate(() => {
        time += wait;
        waits.push(wait);
        call();
      });
      return () => clearImmediate(later);
    },
  };
}

/** What is otherwise than in a publication that goes well. */
export interface Attempt {
  readonly pages?: readonly ReportPage[];
  readonly signal?: AbortSignal;
  readonly timer?: Timer;
  readonly budget?: number;
  readonly requestTimeout?: number;
  readonly waiting?: Map<string, WaitingRun>;
  readonly said?: string[];
  readonly outcomes?: Map<string, Outcome>;
  readonly token?: string;
  readonly draw?: (svg: string) => Buffer;
  readonly parent?: string;
}

/** Publishes as the command does; waits take no time. */
export async function publish(server: SecondConfluence, attempt: Attempt = {}): Promise<PublishedReport> {
  const {
    waiting = new Map<string, WaitingRun>(),
    said = [],
    outcomes = new Map<string, Outcome>(),
  } = attempt;
  const client = openConfluencePages(
    { baseUrl: server.baseUrl, token: attempt.token ?? TOKEN },
    { spaceKey: SPACE, propertyKey: PROPERTY },
    milliseconds(attempt.requestTimeout ?? 20_000),
    {
      budget: milliseconds(attempt.budget ?? 600_000),
      timer: attempt.timer ?? skippingTimer(),
      onWait: () => undefined,
    },
  );
  try {
    return await publishReport({
      pages: client,
      destination: {
        ...{ baseUrl: server.baseUrl, spaceKey: SPACE, environment: ENVIRONMENT },
        parent: attempt.parent ?? PARENT.title,
      },
      waiting: {
        add: (folder, now) => void waiting.set(folder, { folder, since: now.toISOString() }),
        done: (folder) => void waiting.delete(folder),
        all: () => [...waiting.values()],
      },
      run: 'r1',
      pagesWith: () => attempt.pages ?? report(),
      isThere: (folder) => folder === 'r1',
      now: new Date('2026-11-27T05:00:00Z'),
      draw: attempt.draw ?? ((picture) => Buffer.from(picture)),
      signal: attempt.signal ?? new AbortController().signal,
      say: (line) => void said.push(line),
      onPage: ({ key }, outcome) => void outcomes.set(key, outcome),
    });
  } finally {
    client.close();
  }
}

/** A Confluence for one test. */
export async function startedServer(t: TestContext): Promise<SecondConfluence> {
  const server = await startSecondConfluence();
  t.after(() => server.close());
  return server;
}

/** What people see, and what a publisher has noted; without ids, which differ from server to server. */
export function state(server: SecondConfluence): unknown {
  return [...server.pages.values()]
    .map(({ title, parent, body, labels, attachments, properties }) => ({
      title,
      parent: server.pages.get(parent ?? '')?.title,
      body: body.replace(/ ac:macro-id="\d+"/g, ''),
      labels: [...labels].sort(),
      attachments: attachments.map(({ name, comment }) => `${name} ${comment}`).sort(),
      sealed: sealOf(properties.get(PROPERTY))?.content,
    }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

/** The requests that change something, from one on. */
export const writes = (server: SecondConfluence, from = 0): readonly string[] =>
  server.asked
    .slice(from)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);

export const counts = (result: PublishedReport) =>
  result.outcome === 'published' ? { ...result.published } : result;

/** What a whole publication comes to, and how many requests it is. */
export async function straight(pages?: readonly ReportPage[]): Promise<{ state: unknown; requests: number }> {
  const server = await startSecondConfluence();
  await publish(server);
  const from = server.asked.length;
  if (pages !== undefined) await publish(server, { pages });
  const requests = pages === undefined ? from : server.asked.length - from;
  const end = { state: state(server), requests };
  await server.close();
  return end;
}
