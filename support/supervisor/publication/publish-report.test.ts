import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paragraph } from '../../../reports/confluence/macros';
import type { ReportPage } from '../../../reports/confluence/page';
import { pngOf } from '../../../reports/confluence/png-of';
import type { Outcome } from './publish-pages';
import { PARENT } from './second-confluence';
import {
  counts,
  OVERVIEW,
  publish,
  report,
  RUN,
  startedServer,
  state,
  straight,
  writes,
} from './sample-publication';

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
