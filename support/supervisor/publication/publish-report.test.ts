import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { box, heading, paragraph } from '../../../reports/confluence/macros';
import { notesIn } from '../../../reports/confluence/notes-section';
import { overviewPage } from '../../../reports/confluence/overview-page';
import type { ReportPage } from '../../../reports/confluence/page';
import { pngOf } from '../../../reports/confluence/png-of';
import { openConfluencePages } from '../../applications/confluence-pages';
import { milliseconds } from '../../drill/time';
import type { Timer } from '../../drill/timer';
import { publishReport, type PublishedReport } from './publish-report';
import type { Outcome } from './publish-pages';
import { PARENT, SPACE, startSecondConfluence, TOKEN, type SecondConfluence } from './second-confluence';
import { PROPERTY, sealOf } from './seal';
import type { WaitingRun } from './waiting-runs';

const ENVIRONMENT = 'staging';
const OVERVIEW = 'Recovery report (staging)';
const RUN = 'Run r1 (staging)';

const svg = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><rect width="8" height="4" fill="${colour}"/></svg>`;

/** A report of few pages, of each kind that matters to a publisher. */
function report(text = 'as it was', colour = 'green'): readonly ReportPage[] {
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
function skippingTimer(): Timer & { readonly waits: number[] } {
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

interface Attempt {
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

async function publish(server: SecondConfluence, attempt: Attempt = {}): Promise<PublishedReport> {
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

async function startedServer(t: TestContext): Promise<SecondConfluence> {
  const server = await startSecondConfluence();
  t.after(() => server.close());
  return server;
}

/** What people see, and what a publisher has noted; without ids, which differ from server to server. */
function state(server: SecondConfluence): unknown {
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

const writes = (server: SecondConfluence, from = 0): readonly string[] =>
  server.asked
    .slice(from)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);

const counts = (result: PublishedReport) =>
  result.outcome === 'published' ? { ...result.published } : result;

void test('all pages are made below the parent, with pictures and labels', async (t) => {
  const server = await startedServer(t);
  const outcomes = new Map<string, Outcome>();
  const result = await publish(server, { outcomes, draw: pngOf });
  assert.deepEqual(counts(result), { created: 6, updated: 0, unchanged: 0, refused: [] });
  assert.equal(server.titled(OVERVIEW).parent, PARENT.id);
  assert.equal(server.titled(RUN).parent, server.titled(OVERVIEW).id);
  const scenarios = server.titled('Failure scenarios (staging)');
  assert.equal(server.titled('Jira is killed (s1, staging)').parent, scenarios.id);
  assert.deepEqual([...server.titled(RUN).labels], ['firedrill', 'firedrill-met']);
  const [picture] = server.titled(RUN).attachments;
  assert.equal(picture?.bytes.toString('latin1', 1, 4), 'PNG');
  assert.match(server.titled(OVERVIEW).body, /ri:content-title="Run r1 \(staging\)"/);
  assert.match(server.titled(RUN).body, /shown: a\.png,b\.png/);
  assert.equal(outcomes.size, 6);
});

void test('publishing twice changes nothing, and asks little', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const before = state(server);
  const versions = [...server.pages.values()].map(({ version }) => version);
  const from = server.asked.length;
  const result = await publish(server);
  assert.deepEqual(counts(result), { created: 0, updated: 0, unchanged: 6, refused: [] });
  assert.deepEqual(writes(server, from), []);
  assert.ok(server.asked.length - from <= 10, String(server.asked.length - from));
  assert.deepEqual(state(server), before);
  assert.deepEqual(
    [...server.pages.values()].map(({ version }) => version),
    versions,
  );
});

void test('only what differs is written, and pages keep their ids', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const ids = [...server.pages.keys()];
  const from = server.asked.length;
  const pages = report().map((page) =>
    page.key === 'scenario/s1' ? { ...page, content: () => [paragraph('another plan')] } : page,
  );
  const result = await publish(server, { pages });
  assert.deepEqual(counts(result), { created: 0, updated: 1, unchanged: 5, refused: [] });
  const { id } = server.titled('Jira is killed (s1, staging)');
  assert.deepEqual(writes(server, from), [
    `PUT /confluence/rest/api/content/${id}`,
    `PUT /confluence/rest/api/content/${id}/property/firedrill`,
  ]);
  assert.deepEqual([...server.pages.keys()], ids);
});

void test('a picture that is another one gets a version of its attachment, and a verdict that is another one its label', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  await publish(server, { pages: report('as it is now', 'red') });
  const run = server.titled(RUN);
  assert.deepEqual(
    run.attachments.map(({ name, version }) => `${name} ${String(version)}`),
    ['a.png 2', 'b.png 1'],
  );
  assert.deepEqual([...run.labels].sort(), ['firedrill', 'firedrill-missed']);
});

const notes = '<p>Ask <strong>Ute</strong> first &nbsp;&eacute;</p>';
function writeNotes(server: SecondConfluence, title: string, text = notes): void {
  const page = server.titled(title);
  server.edit(page.id, { body: page.body.replace('<p>Nothing yet.</p>', text) });
}

void test('what people wrote in the notes survives, and is no reason to write the page', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  writeNotes(server, RUN);
  const said: string[] = [];
  const from = server.asked.length;
  await publish(server, { said });
  assert.deepEqual(writes(server, from), [
    `PUT /confluence/rest/api/content/${server.titled(RUN).id}/property/firedrill`,
  ]);
  await publish(server, { pages: report('as it is now'), said });
  assert.equal(notesIn(server.titled(RUN).body), notes);
  assert.match(server.titled(RUN).body, /as it is now/);
  assert.deepEqual(said, []);
});

void test('what people wrote elsewhere is replaced, and said', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const page = server.titled(RUN);
  server.edit(page.id, { body: page.body.replace('as it was', 'as I like it') });
  const said: string[] = [];
  await publish(server, { said });
  assert.match(server.titled(RUN).body, /as it was/);
  assert.deepEqual(said, [
    `"${RUN}": version 2 was edited outside of the notes; that stays in its history only`,
  ]);
});

void test('a page that was renamed is found, one that was moved stays where it is, one that was removed is made anew', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const [overview, scenario] = [server.titled(OVERVIEW), server.titled('Jira is killed (s1, staging)')];
  server.edit(overview.id, { title: 'Our recovery' });
  server.edit(scenario.id, { parent: PARENT.id });
  server.pages.delete(server.titled('Runbook: restart (b1, staging)').id);
  await publish(server);
  assert.equal(server.titled(OVERVIEW).id, overview.id);
  assert.equal(server.titled('Jira is killed (s1, staging)').id, scenario.id);
  assert.equal(scenario.parent, PARENT.id);
  assert.notEqual(server.titled('Runbook: restart (b1, staging)'), undefined);
  assert.equal(server.pages.size, 7);
  const from = server.asked.length;
  await publish(server);
  assert.deepEqual(
    writes(server, from).filter((one) => !one.endsWith('/content')),
    [],
  );
});

void test('of many pages below one, each is found, though Confluence gives a few at a time', async (t) => {
  const server = await startedServer(t);
  const pages = [
    ...report(),
    ...Array.from({ length: 11 }, (_, index): ReportPage => {
      const title = `Scenario ${String(index)} (staging)`;
      return {
        ...{ key: `scenario/${String(index)}`, title, below: 'scenarios' },
        ...{ labels: ['firedrill'], pictures: [], content: () => [paragraph(title)] },
      };
    }),
  ];
  await publish(server, { pages });
  // By its title it would be found in any case.
  const { id } = server.titled('Scenario 10 (staging)');
  server.edit(id, { title: 'Renamed' });
  const result = await publish(server, { pages });
  assert.deepEqual(counts(result), { created: 0, updated: 1, unchanged: 16, refused: [] });
  assert.equal(server.titled('Scenario 10 (staging)').id, id);
});

void test('a page of the same title that somebody else made is left alone, and refused', async (t) => {
  const server = await startedServer(t);
  server.pages.set('1', {
    ...server.titled(PARENT.title),
    id: '1',
    title: RUN,
    body: '<p>mine</p>',
    parent: undefined,
  });
  const result = await publish(server);
  assert.equal(server.titled(RUN).body, '<p>mine</p>');
  assert.deepEqual(counts(result), {
    ...{ created: 5, updated: 0, unchanged: 0 },
    refused: [
      `"${RUN}" is there and was not made by Firedrill (page 1); rename it, or publish to another space`,
    ],
  });
});

void test('nothing is made below a page of somebody else that has the title of one of ours', async (t) => {
  const server = await startedServer(t);
  const { id: parent } = PARENT;
  server.pages.set('1', {
    ...server.titled(PARENT.title),
    id: '1',
    title: OVERVIEW,
    body: '<p>mine</p>',
    parent,
  });
  const result = await publish(server);
  assert.ok(result.outcome === 'published');
  assert.equal(result.published.refused.length, 2);
  assert.match(result.published.refused[0] ?? '', /was not made by Firedrill/);
  assert.deepEqual(writes(server), []);
});

void test('the overview has the runs that another machine has published', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const other = report().map((page) =>
    page.run === undefined
      ? page
      : {
          ...page,
          ...{ key: 'run/r2', title: 'Run r2 (staging)' },
          run: { ...page.run, run: 'r2', startedAt: '2026-11-28T02:00:00Z', result: 'missed' as const },
        },
  );
  await publish(server, { pages: other });
  const { body } = server.titled(OVERVIEW);
  assert.match(body, /The last run missed an objective/);
  assert.ok(body.indexOf('Run r2') < body.indexOf('Run r1'));
});

void test('where somebody is faster at each moment of a publication, it takes his notes over', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const { id } = server.titled(RUN);
  let edits = 0;
  server.behave = ({ method, path }) => {
    if (method === 'PUT' && path.endsWith(`/content/${id}`) && edits < 3) {
      edits += 1;
      const page = server.titled(RUN);
      server.edit(id, {
        body: page.body.replace(/<p>(Nothing yet\.|note \d)<\/p>/, `<p>note ${String(edits)}</p>`),
      });
    }
    return 'serve';
  };
  const result = await publish(server, { pages: report('as it is now') });
  assert.deepEqual(counts(result), { created: 0, updated: 5, unchanged: 1, refused: [] });
  assert.equal(edits, 3);
  assert.equal(notesIn(server.titled(RUN).body), '<p>note 3</p>');
  assert.match(server.titled(RUN).body, /as it is now/);
});

void test('where somebody is faster each time, the page is refused and the others are published', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const { id } = server.titled(RUN);
  server.behave = ({ method, path }) => {
    if (method === 'PUT' && path.endsWith(`/content/${id}`)) server.edit(id, {});
    return 'serve';
  };
  const result = await publish(server, { pages: report('as it is now') });
  assert.ok(result.outcome === 'published');
  assert.deepEqual(result.published.refused, [
    `"${RUN}" was changed by others each of 5 times that it was written; publish again`,
  ]);
  assert.match(server.titled('Jira is killed (s1, staging)').body, /as it is now/);
});

void test('a page that is too large is published without its details, one that still is, is refused', async (t) => {
  const server = await startedServer(t);
  server.largestBody = 2500;
  const waiting = new Map<string, WaitingRun>();
  const result = await publish(server, { waiting });
  assert.ok(result.outcome === 'published');
  assert.deepEqual(result.published.refused, []);
  assert.match(server.titled(RUN).body, /<p>short<\/p>/);
  const from = server.asked.length;
  await publish(server);
  assert.deepEqual(writes(server, from), []);

  server.largestBody = 100;
  const refused = await publish(server, { pages: report('as it is now'), waiting });
  assert.ok(refused.outcome === 'published');
  assert.equal(refused.published.refused.length, 5);
  assert.match(refused.published.refused[0] ?? '', /is not taken by Confluence: .* answered 413/);
  assert.equal(waiting.size, 0);
});

void test('where a page is refused that others are to stand below, one line tells of those', async (t) => {
  const server = await startedServer(t);
  server.largestBody = 100;
  const result = await publish(server);
  assert.ok(result.outcome === 'published');
  const [first = '', ...rest] = result.published.refused;
  assert.match(first, /^"Recovery report \(staging\)" is not taken by Confluence/);
  assert.deepEqual(rest, ['5 pages that stand below those']);
});

void test('a picture that is too large is left out of the page, and said', async (t) => {
  const server = await startedServer(t);
  server.largestAttachment = 10;
  const said: string[] = [];
  const result = await publish(server, { said });
  assert.deepEqual(counts(result), { created: 6, updated: 0, unchanged: 0, refused: [] });
  assert.match(server.titled(RUN).body, /<p>shown: <\/p>/);
  assert.match(said[0] ?? '', /"a\.png" is left out: .*413/);
});

void test('Retry-After is kept to, and what is away is waited for longer each time', async (t) => {
  const server = await startedServer(t);
  const timer = skippingTimer();
  const answers = [
    { status: 429, headers: { 'Retry-After': '7' } },
    { status: 503, headers: { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() } },
    { status: 503 },
    { status: 500 },
    'drop' as const,
    { status: 504 },
  ];
  server.behave = (_, count) => answers[count - 1] ?? 'serve';
  const result = await publish(server, { timer });
  assert.equal(result.outcome, 'published');
  const [first, second = 0, ...rest] = timer.waits;
  assert.equal(first, 7000);
  assert.ok(second > 55_000 && second <= 60_000, String(second));
  assert.deepEqual(rest, [4000, 8000, 16_000, 30_000]);
});

for (const [name, behaviour] of [
  ['away', 'drop'],
  ['overloaded', { status: 429, headers: { 'Retry-After': '9223372036854775807' } }],
  ['starting for ever', { status: 503 }],
] as const)
  void test(`a run waits for the next publication where Confluence is ${name}, which publishes it`, async (t) => {
    const server = await startedServer(t);
    const waiting = new Map<string, WaitingRun>();
    server.behave = (_, count) => (count > 9 ? behaviour : 'serve');
    const result = await publish(server, { waiting, budget: 100_000 });
    assert.equal(result.outcome, 'waits');
    assert.deepEqual([...waiting.keys()], ['r1']);
    server.behave = () => 'serve';
    assert.equal((await publish(server, { waiting })).outcome, 'published');
    assert.equal(waiting.size, 0);
  });

void test('a run that waits and was removed meanwhile keeps nobody from publishing', async (t) => {
  const server = await startedServer(t);
  const waiting = new Map([['r0', { folder: 'r0', since: '2026-11-20T05:00:00Z' }]]);
  const said: string[] = [];
  assert.equal((await publish(server, { waiting, said })).outcome, 'published');
  assert.deepEqual(said, ['r0 was to be published and is no finished run any more']);
  assert.equal(waiting.size, 0);
});

void test('an answer that does not come is given up, and asked for again', async (t) => {
  const server = await startedServer(t);
  server.behave = ({ method }, count) => (method === 'POST' && count === 4 ? 'hang' : 'serve');
  const result = await publish(server, { requestTimeout: 200 });
  assert.deepEqual(counts(result), { created: 6, updated: 0, unchanged: 0, refused: [] });
});

void test('a picture that cannot be drawn is left out of the page, and said', async (t) => {
  const server = await startedServer(t);
  const said: string[] = [];
  const draw = (picture: string): Buffer => {
    if (picture.includes('green')) throw new Error('no such colour');
    return Buffer.from(picture);
  };
  const result = await publish(server, { said, draw });
  assert.equal(result.outcome, 'published');
  assert.match(server.titled(RUN).body, /<p>shown: b\.png<\/p>/);
  assert.deepEqual(said, [`"${RUN}": "a.png" cannot be drawn and is left out: no such colour`]);
});

void test('a token that Confluence does not know is tried once', async (t) => {
  const server = await startedServer(t);
  await assert.rejects(publish(server, { token: 'another-token-of-somebody' }), /does not know the token/);
  assert.equal(server.asked.length, 1);
});

void test('who is sent elsewhere does not go there with the token', async (t) => {
  const [server, elsewhere] = [await startedServer(t), await startedServer(t)];
  server.behave = ({ path }) => ({
    status: 302,
    headers: { Location: `${new URL(elsewhere.baseUrl).origin}${path}` },
  });
  await assert.rejects(publish(server), /answered 302/);
  assert.equal(server.asked.length, 1);
  assert.equal(elsewhere.asked.length, 0);
});

void test('a log-in page in the place of an answer is told from one, and not asked for again', async (t) => {
  const server = await startedServer(t);
  server.behave = () => ({ status: 200, headers: { 'Content-Type': 'text/html' } });
  await assert.rejects(publish(server), /answered 200 with no JSON: as the test asked/);
  assert.equal(server.asked.length, 1);
});

void test('a Confluence that answers something else is told from one that is away', async (t) => {
  const server = await startedServer(t);
  server.behave = () => ({ status: 200, headers: {}, says: '{"results":[{"id":7}]}' });
  await assert.rejects(publish(server), /answered something else than Confluence does/);
  assert.equal(server.asked.length, 1);
});

void test('a parent that is not there is named; one is found by its id', async (t) => {
  const server = await startedServer(t);
  await assert.rejects(publish(server, { parent: 'Nowhere' }), /space OPS has no page "Nowhere"/);
  assert.equal((await publish(server, { parent: PARENT.id })).outcome, 'published');
});

/** What a whole publication comes to, and how many requests it is. */
async function straight(pages?: readonly ReportPage[]): Promise<{ state: unknown; requests: number }> {
  const server = await startSecondConfluence();
  await publish(server);
  const from = server.asked.length;
  if (pages !== undefined) await publish(server, { pages });
  const requests = pages === undefined ? from : server.asked.length - from;
  const end = { state: state(server), requests };
  await server.close();
  return end;
}

for (const [what, pages] of [
  ['the first publication', undefined],
  ['a publication of what has changed', report('as it is now', 'red')],
] as const)
  for (const moment of ['drop', 'act-and-drop'] as const)
    void test(`${what}, killed at any request ${moment === 'drop' ? 'before' : 'after'} it had its effect, is finished by the next`, async () => {
      const expected = await straight(pages);
      assert.ok(expected.requests > 20);
      for (let fatal = 1; fatal <= expected.requests; fatal += 1) {
        const server = await startSecondConfluence();
        if (pages !== undefined) await publish(server);
        const from = server.asked.length;
        const killed = new AbortController();
        server.behave = (_, count) => {
          if (count !== from + fatal) return 'serve';
          // The process is gone: nothing that comes back reaches it.
          killed.abort(new Error('killed'));
          return moment;
        };
        const waiting = new Map<string, WaitingRun>();
        const cut = await publish(server, { ...(pages && { pages }), waiting, signal: killed.signal });
        assert.equal(cut.outcome, 'waits', `request ${String(fatal)}`);
        assert.equal(waiting.size, 1);
        server.behave = () => 'serve';
        const next = await publish(server, { ...(pages && { pages }), waiting });
        assert.equal(next.outcome, 'published');
        assert.deepEqual(state(server), expected.state, `request ${String(fatal)}`);
        const before = server.asked.length;
        await publish(server, { ...(pages && { pages }) });
        assert.deepEqual(writes(server, before), [], `request ${String(fatal)}`);
        await server.close();
      }
    });

void test('any request that has its effect without an answer is made up for within the same publication', async () => {
  const expected = await straight();
  for (let lost = 1; lost <= expected.requests; lost += 1) {
    const server = await startSecondConfluence();
    server.behave = (_, count) => (count === lost ? 'act-and-drop' : 'serve');
    const result = await publish(server);
    assert.equal(result.outcome, 'published');
    assert.deepEqual(state(server), expected.state, `request ${String(lost)}`);
    await server.close();
  }
});

void test('two publishers at once make the same pages, each once', async (t) => {
  const server = await startedServer(t);
  const expected = await straight();
  const results = await Promise.all([publish(server), publish(server), publish(server)]);
  for (const result of results)
    assert.ok(result.outcome === 'published' && result.published.refused.length === 0);
  assert.deepEqual(state(server), expected.state);
  const from = server.asked.length;
  await publish(server);
  assert.deepEqual(writes(server, from), []);
});

void test('two publishers of different reports at once leave whole pages, and the next one brings its own', async (t) => {
  const server = await startedServer(t);
  await publish(server);
  const results = await Promise.all([
    publish(server, { pages: report('one', 'red') }),
    publish(server, { pages: report('other', 'blue') }),
  ]);
  for (const result of results) assert.equal(result.outcome, 'published');
  const expected = await straight(report('one', 'red'));
  await publish(server, { pages: report('one', 'red') });
  assert.deepEqual(state(server), expected.state);
});
