import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud } from '../../cloud/connect-cloud';
import { CHAT_WEBHOOK } from '../../environment/kept-secrets';
import { lockEnvironment } from '../../safety/environment-lock';
import { copyOfCheckout } from '../copy-of-checkout';
import { CHECKOUT } from '../settings';

// The command itself, in a copy of the checkout, on a cloud that has no machines.

const NAME = 'contested';
const WEBHOOK_PATH = '/hooks/kx9QpZ3vT7mB5nR2';

describe('firedrill nightly', () => {
  let root: string;
  let memory: CloudInMemory;
  let chat: Server;
  const told: unknown[] = [];

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'nightly-'));
    copyOfCheckout(root);
    memory = await startCloudInMemory();
    const cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: NAME });
    await cloud.network.ensureVpc('10.71.0.0/16', new AbortController().signal);
    cloud.close();
    const staging = readFileSync(join(CHECKOUT, 'fixtures/environments/staging.yaml'), 'utf8');
    writeFileSync(
      join(root, `fixtures/environments/${NAME}.yaml`),
      staging
        .replace('name: staging', `name: ${NAME}`)
        .replace('endpoint: embedded', `endpoint: ${memory.endpoint}`),
    );
    chat = createServer((request, response) => {
      void text(request).then((body) => {
        told.push(JSON.parse(body));
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    chat.closeAllConnections();
    chat.close();
    await memory.close();
    rmSync(root, { recursive: true });
  });

  const nightly = async (webhook: string, ...parameters: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['support/supervisor/firedrill.js', 'nightly', '--environment', NAME, ...parameters],
      {
        cwd: root,
        env: {
          ...process.env,
          [CHAT_WEBHOOK]: webhook,
          FIREDRILL_REPORTS: join(root, 'runs'),
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
        timeout: 240_000,
      },
    );
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { code, stdout, stderr };
  };

  it('does not begin while another night has the environment; it says whose it is and since when, and people are told', async () => {
    const state = join(root, '.firedrill');
    mkdirSync(join(state, NAME), { recursive: true });
    const lock = lockEnvironment(state, NAME, 'run 20261127T010000Z-seed20261127');
    const settings = join(root, 'nightly.yaml');
    writeFileSync(settings, 'version: 1\nchat: {}\n');
    const port = String((chat.address() as AddressInfo).port);
    const before = memory.actions.length;
    const { code, stdout, stderr } = await nightly(
      `http://127.0.0.1:${port}${WEBHOOK_PATH}`,
      ...['--settings', settings],
    );
    lock.release();
    assert.equal(code, 255, stderr);
    const since = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
    const who = `${NAME} is in use by run 20261127T010000Z-seed20261127 since ${since} \\(process ${String(process.pid)}\\)`;
    assert.match(stderr, new RegExp(who));
    assert.equal(told.length, 1, stdout);
    assert.match((told[0] as { text: string }).text, new RegExp(`^${NAME}: the night failed: ${who}`));
    assert.match(stdout, /chat: told/);
    assert.doesNotMatch(stdout + stderr, /kx9QpZ3v/);
    // Nothing was begun, and nothing is left to be told.
    assert.deepEqual(
      memory.actions.slice(before).filter((action) => !/^Describe/.test(action)),
      [],
    );
    assert.deepEqual(
      readdirSync(join(root, 'runs')).filter((name) => name !== 'untold'),
      [],
    );
    assert.deepEqual(readdirSync(join(root, 'runs', 'untold')), []);
  });

  it('says before the night what is wrong in its settings', async () => {
    const settings = join(root, 'wrong.yaml');
    writeFileSync(settings, 'version: 1\nchat: { webhookFile: missing }\n');
    const { code, stderr } = await nightly('', '--settings', settings);
    assert.equal(code, 255);
    assert.match(stderr, /the webhook cannot be read from .*\/missing/);
    assert.ok(!existsSync(join(root, '.firedrill', NAME, 'run.lock')));
  });
});
