import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { EnvironmentAccess } from '../environment/open-environment';
import { lockEnvironment, lockHolder } from './environment-lock';
import { RunHold } from './run-hold';

const { signal } = new AbortController();

describe("a run's hold of an environment over all machines", () => {
  const [here, elsewhere] = ['here', 'elsewhere'].map((name) => mkdtempSync(join(tmpdir(), `${name}-`)));
  let memory: CloudInMemory;
  let cloud: Cloud;

  const take = (folder: string | undefined, run: string): Promise<RunHold> => {
    assert.ok(folder !== undefined);
    const lock = lockEnvironment(folder, 'staging', run);
    const access = {
      connection: { endpoint: memory.endpoint, region, credentials },
    } as unknown as EnvironmentAccess;
    return RunHold.take(
      { lock, environment: 'staging', run, access, onTrouble: (message) => assert.fail(message) },
      signal,
    );
  };
  /** As it is when the process that has written the lock is no more. */
  const die = (folder: string): void => {
    const file = join(folder, 'staging', 'run.lock');
    const holder = { ...lockHolder(folder, 'staging'), supervisor: { pid: 4194305, started: '1' } };
    writeFileSync(file, JSON.stringify(holder));
  };

  before(async () => {
    for (const folder of [here, elsewhere]) mkdirSync(join(folder ?? '', 'staging'));
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    await cloud.network.ensureVpc('10.71.0.0/16', signal);
  });
  after(async () => {
    cloud.close();
    await memory.close();
    for (const folder of [here, elsewhere]) rmSync(folder ?? '', { recursive: true });
  });

  it('is inherited at once from a dead run of this checkout, however many have died since, and from no other', async () => {
    await take(here, 'first');
    die(here ?? '');
    await assert.rejects(take(elsewhere, 'another'), /staging is held by first on .* since/);
    // One that dies after it has taken over the lock and before it has the right.
    lockEnvironment(here ?? '', 'staging', 'second');
    die(here ?? '');
    const third = await take(here, 'third');
    assert.match((await cloud.rights.holder(signal))?.holder ?? '', /^third on /);
    await third.release();
    assert.equal(await cloud.rights.holder(signal), undefined);
  });
});
