import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openConfluencePages } from '../../applications/confluence-pages';
import type { Container, Store } from '../../applications/store';
import { seconds } from '../../drill/time';
import { realTimer } from '../../drill/timer';
import { CHECKOUT } from '../settings';
import { PROPERTY, sealOf } from './seal';

export interface Published {
  /** The base URL of a Confluence, with its context path. */
  readonly baseUrl: string;
  /** Somebody who may make spaces. */
  readonly username: string;
  readonly password: string;
  /** The same Confluence, as him. */
  readonly store: Store;
  /** Of a finished run on staging. */
  readonly runFolder: string;
}

const SPACE: Container = { key: 'FDPUBLISH', name: 'Firedrill publication contract' };

/**
 * What `firedrill publish` must do with a Confluence: a whole report stands there, pictures and all, and publishing it again
 * changes nothing. Makes a space of its own and removes it.
 */
export async function publishContract(published: Published, signal: AbortSignal): Promise<void> {
  const { store, runFolder } = published;
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-publish-'));
  try {
    await store.removeContainer(SPACE, signal);
    await store.ensureContainer(SPACE, signal);
    const [home] = await store.list(SPACE, signal);
    assert.ok(home, 'a new space has a home page');
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, published.password, { mode: 0o600 });
    const publish = (): Promise<Ended> =>
      firedrill(
        'publish',
        '--confluence',
        published.baseUrl,
        '--space',
        SPACE.key,
        '--parent',
        home.key,
        '--run',
        runFolder,
        '--user',
        published.username,
        '--token-file',
        tokenFile,
      );

    const first = await publish();
    assert.equal(first.status, 0, first.output);
    const [, created] = /(\d+) pages created, 0 updated, 0 unchanged, 0 refused/.exec(first.output) ?? [];
    assert.ok(Number(created) > 200, first.output);
    const listed = await versions(published, signal);
    assert.equal(listed.size, Number(created) + 1);
    await stands(published, signal);

    const second = await publish();
    assert.equal(second.status, 0, second.output);
    assert.match(
      second.output,
      new RegExp(`0 pages created, 0 updated, ${String(created)} unchanged, 0 refused`),
    );
    assert.deepEqual(await versions(published, signal), listed);
    assert.ok(!`${first.output}${second.output}`.includes(published.password), 'the password was said');
  } finally {
    rmSync(folder, { recursive: true });
    await store.removeContainer(SPACE, signal);
  }
}

/** The titles of all pages of the space; a page's id is its own for good. */
async function versions({ store }: Published, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.list(SPACE, signal)).map(({ id, key }) => [key, id]));
}

/** The run with its timelines, and the drawn network, as they are to be. */
async function stands(published: Published, signal: AbortSignal): Promise<void> {
  const { baseUrl, username, password: token, runFolder } = published;
  const pages = openConfluencePages(
    { baseUrl, username, token },
    { spaceKey: SPACE.key, propertyKey: PROPERTY },
    seconds(20),
    { budget: seconds(20), timer: realTimer, onWait: () => undefined },
  );
  try {
    const page = async (title: string) => {
      const head = await pages.find(title, signal);
      assert.ok(head, title);
      const read = await pages.read(head.id, signal);
      assert.ok(read, title);
      return { ...read, pictures: await pages.attachments(head.id, signal) };
    };
    const run = await page(`Run ${basename(runFolder)} (staging)`);
    assert.equal(sealOf(run.property)?.run?.result, 'met');
    assert.match(run.body, /<ac:structured-macro ac:name="expand"/);
    assert.ok(run.pictures.some(({ name }) => /^timeline-.*\.png$/.test(name)));
    const network = await page('Design: Network, ports and security groups (staging)');
    assert.deepEqual(
      network.pictures.map(({ name }) => name),
      ['network.png'],
    );
    assert.match(network.body, /ri:filename="network\.png"/);
    assert.match((await page('Recovery report (staging)')).body, new RegExp(basename(runFolder)));
  } finally {
    pages.close();
  }
}

interface Ended {
  readonly status: number;
  readonly output: string;
}

/** The command line, beside this process: the way to Confluence may lead through it. */
const firedrill = (...parameters: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['support/supervisor/firedrill.js', ...parameters],
      { cwd: CHECKOUT, timeout: 300_000, maxBuffer: 16 * 1024 ** 2 },
      (_, stdout, stderr) => resolve({ status: child.exitCode ?? -1, output: `${stdout}${stderr}` }),
    );
  });
