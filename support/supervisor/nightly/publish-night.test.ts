import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { RunRecord } from '../../../reports/run-record';
import { readDrills } from '../drills';
import { chooseEnvironment } from '../environment/environment-file';
import { PARENT, SPACE, startSecondConfluence, TOKEN } from '../publication/second-confluence';
import { waitingRuns } from '../publication/waiting-runs';
import { publishNight } from './publish-night';

const RUN = '20261127T010000Z-seed20261127';
const { drills } = readDrills();
const { environment } = chooseEnvironment('staging');

/** A night of which only the record is left, which is enough for its page. What is published is `publish-report.test.ts`'s. */
function night(t: TestContext) {
  const reportsFolder = mkdtempSync(join(tmpdir(), 'publish-night-'));
  t.after(() => rmSync(reportsFolder, { recursive: true }));
  const run = join(reportsFolder, RUN);
  mkdirSync(run);
  const record: RunRecord = {
    ...{ version: 1, run: RUN, environment: 'staging', seed: 20261127, result: 'met' },
    ...{ startedAt: '2026-11-27T01:00:00Z', endedAt: '2026-11-27T02:00:00Z' },
    ...{
      notes: ['staging was found broken (jira: i-1 is stopped): it was mended first, in 48 s'],
      drills: [],
    },
  };
  writeFileSync(join(run, 'run.json'), JSON.stringify(record));
  const said: string[] = [];
  const publish = (baseUrl: string, token = TOKEN): Promise<string | undefined> =>
    publishNight({
      ...{ environment, drills, reportsFolder, run, token },
      settings: { baseUrl, space: SPACE, parent: PARENT.title, wait: 0 },
      progress: (line) => void said.push(line),
      signal: new AbortController().signal,
    });
  const waiting = (baseUrl: string): readonly string[] =>
    waitingRuns(reportsFolder, {
      ...{ baseUrl, spaceKey: SPACE, parent: PARENT.title, environment: 'staging' },
    })
      .all()
      .map(({ folder }) => folder);
  return { publish, said, waiting, run };
}

void test('where Confluence is away the night waits to be published, and says so', async (t) => {
  const server = await startSecondConfluence();
  await server.close();
  const { publish, said, waiting, run } = night(t);
  assert.equal(await publish(server.baseUrl), 'it waits to be published to Confluence');
  assert.match(said.at(-1) ?? '', /ECONNREFUSED/);
  assert.deepEqual(waiting(server.baseUrl), [run]);
});

void test('where Confluence does not know the token the night is not published, and nothing is thrown', async (t) => {
  const server = await startSecondConfluence();
  t.after(() => server.close());
  const { publish, said } = night(t);
  assert.equal(await publish(server.baseUrl, 'a-token-of-nobody-0'), 'it is not published to Confluence');
  assert.match(said.at(-1) ?? '', /^not published to Confluence: Confluence does not know the token/);
});
