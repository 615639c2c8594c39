import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notesIn } from '../../../reports/confluence/notes-section';
import { PARENT, type SecondConfluence } from './second-confluence';
import { counts, OVERVIEW, publish, report, RUN, startedServer, writes } from './sample-publication';

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
