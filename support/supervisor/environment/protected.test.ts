import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../../cloud/connect-cloud';
import { environmentLeaseTag } from '../../environment/environment-lease';
import { protectedTag } from '../../safety/protection';
import { copyOfCheckout } from '../copy-of-checkout';
import { CHECKOUT } from '../settings';

// The command line and cucumber themselves, in a copy of the checkout, on a cloud that has no machines.

const { signal } = new AbortController();
const NAME = 'guarded';

/** What somebody might think turns protection off. */
const hostile = {
  FIREDRILL_PROTECTED: 'false',
  FIREDRILL_FORCE: '1',
  FIREDRILL_RIGHT: 'sg-0123456789abcdef0',
  FIREDRILL_RUN: 'by-hand',
  FIREDRILL_ENVIRONMENT: NAME,
};

describe('a protected environment', () => {
  let root: string;
  let memory: CloudInMemory;
  let cloud: Cloud;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'protected-'));
    copyOfCheckout(root);
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: NAME });
    await cloud.network.ensureVpc('10.71.0.0/16', signal);
  });
  after(async () => {
    cloud.close();
    await memory.close();
    rmSync(root, { recursive: true });
  });
  afterEach(() => rmSync(join(root, '.firedrill'), { recursive: true, force: true }));

  /** Lets file, state and tag say this, and nothing else. */
  const declare = async (said: { file: boolean; state: boolean; tag?: string }): Promise<void> => {
    const source = readFileSync(join(CHECKOUT, 'fixtures/environments/staging.yaml'), 'utf8');
    const file = join(root, `fixtures/environments/${NAME}.yaml`);
    writeFileSync(
      file,
      source
        .replace('name: staging', `name: ${NAME}`)
        .replace('endpoint: embedded', `endpoint: ${memory.endpoint}`)
        .replace('protected: false', `protected: ${String(said.file)}`)
        // A protected environment has none.
        .replace(/ {2}attacker:\n(?: {4}.*\n)+/, ''),
    );
    mkdirSync(join(root, '.firedrill', NAME), { recursive: true });
    const state = {
      ...{ version: 1, file, endpoint: memory.endpoint, revision: 'r-1', images: {}, hosts: {} },
      protected: said.state,
    };
    writeFileSync(join(root, '.firedrill', NAME, 'state.json'), JSON.stringify(state));
    const vpc = await cloud.network.find(signal);
    assert.ok(vpc !== undefined);
    if (said.tag === undefined) await cloud.tags.remove(vpc, [protectedTag], signal);
    else await cloud.tags.set(vpc, { [protectedTag]: said.tag }, signal);
  };

  /** What a program says, how it ends, and what it changed in the cloud meanwhile. */
  const outcome = async (program: string, ...parameters: readonly string[]) => {
    const before = memory.actions.length;
    const child = spawn(process.execPath, [program, ...parameters], {
      cwd: root,
      env: {
        ...process.env,
        ...hostile,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      timeout: 120_000,
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    const changed = memory.actions.slice(before).filter((action) => !/^(Describe|Get)/.test(action));
    return { code, said: `${stdout}\n${stderr}`, changed };
  };

  const ways = [
    ['its file', { file: true, state: false }, /its environment file says so/],
    [
      'its state, and its file was edited since',
      { file: false, state: true },
      /protected when it was provisioned/,
    ],
    [
      'its VPC alone',
      { file: false, state: false, tag: 'true' },
      /vpc-\w+ has the tag firedrill:protected = "true"/,
    ],
  ] as const;

  for (const [what, said, reason] of ways) {
    it(`by ${what} refuses firedrill run before anything is touched, whatever the variables say`, async () => {
      await declare(said);
      const {
        code,
        said: words,
        changed,
      } = await outcome(
        'support/supervisor/firedrill.js',
        ...['run', '--environment', NAME, '--tags', '@jira or not @protected'],
      );
      assert.equal(code, 255, words);
      assert.match(words, /A run of drills is refused: guarded is protected/);
      assert.match(words, reason);
      assert.deepEqual(changed, []);
      assert.ok(!existsSync(join(root, '.firedrill', NAME, 'run.lock')));
    });

    it(`by ${what} refuses cucumber by hand, also with the right of a run`, async () => {
      await declare(said);
      const {
        code,
        said: words,
        changed,
      } = await outcome(
        'node_modules/@cucumber/cucumber/bin/cucumber.js',
        ...['--tags', '@scenario:confluence-is-killed'],
      );
      assert.notEqual(code, 0);
      assert.match(words, /A run of drills is refused: guarded is protected/);
      assert.match(words, reason);
      assert.deepEqual(changed, []);
    });
  }

  for (const [what, said, reason] of ways) {
    it(`by ${what} lets no migration begin without an acceptance pack`, async () => {
      await declare(said);
      const found = await outcome(
        'support/supervisor/firedrill.js',
        ...['migrate', '--environment', NAME, '--confirm', NAME],
      );
      assert.equal(found.code, 255, found.said);
      assert.match(found.said, /The migration to guarded is refused: .* and no acceptance pack was given/);
      assert.match(found.said, reason);
      // To ask the cloud it takes the right of a run, and gives it back.
      const right = !('tag' in said) ? [] : ['CreateSecurityGroup', 'DeleteSecurityGroup'];
      assert.deepEqual(found.changed, right);
    });
  }

  for (const [what, said] of ways) {
    it(`by ${what} is not taken down by who has not named it`, async () => {
      await declare(said);
      const down = ['support/supervisor/firedrill.js', 'down', NAME] as const;
      for (const unnamed of [[], ['--confirm', 'staging']]) {
        const { code, said: words, changed } = await outcome(...down, ...unnamed);
        assert.equal(code, 255, words);
        assert.match(
          words,
          unnamed.length === 0
            ? /guarded is protected, .* confirm with --confirm guarded/
            : /"staging" is not guarded/,
        );
        assert.deepEqual(changed, []);
      }
    });
  }

  it('is not brought back to a snapshot by firedrill recover, which says what is to be put right', async () => {
    await declare({ file: false, state: false, tag: 'true' });
    const vpc = (await cloud.network.find(signal)) ?? '';
    const lease = { [environmentLeaseTag]: 'cut-power-00000001 cut-power killed/mysql-loses-power' };
    await cloud.tags.set(vpc, lease, signal);
    const recover = ['support/supervisor/firedrill.js', 'recover', NAME] as const;
    const { code, said, changed } = await outcome(...recover);
    assert.equal(code, 2, said);
    assert.match(
      said,
      /guarded is protected \(.*\), so no snapshot is restored over it; to be put right: it was held by cut-power-00000001/,
    );
    // The right that it takes and gives back is all.
    assert.deepEqual(changed, ['CreateSecurityGroup', 'DeleteSecurityGroup']);

    await declare({ file: false, state: false });
    const unprotected = await outcome(...recover);
    assert.match(
      unprotected.said,
      /guarded has no golden snapshot yet/,
      'without protection it would be restored',
    );
    await cloud.tags.remove(vpc, [environmentLeaseTag], signal);
  });

  it('is taken down by who names it', async () => {
    await declare({ file: true, state: true, tag: 'true' });
    const { code, said, changed } = await outcome(
      'support/supervisor/firedrill.js',
      ...['down', NAME, '--confirm', NAME],
    );
    assert.equal(code, 0, said);
    assert.ok(changed.includes('DeleteVpc'), changed.join());
    assert.equal(await cloud.network.find(signal), undefined);
  });
});
