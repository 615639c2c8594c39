import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  allowedLine,
  makeKey,
  sampleDrills,
  sampleFacts,
  writeSamplePack,
} from '../../../reports/sample/sample-acceptance';
import type { RunRecord } from '../../../reports/run-record';
import { renderConfiguration, revisionOf } from '../../environment/configuration';
import { readEnvironment } from '../../environment/read-environment';
import { copyOfCheckout } from '../copy-of-checkout';
import { CHECKOUT } from '../settings';

const NAME = 'sign-off-test';

/** The command line, from a pack to the beginning of a migration to an environment whose cloud nobody answers for. */
describe('the sign-off on the command line', () => {
  const root = mkdtempSync(join(tmpdir(), 'sign-off-'));
  const file = join(root, 'production.yaml');

  let pack: string;

  const checkout = join(root, 'checkout');
  const signers = join(checkout, 'scenarios/allowed_signers');

  const firedrill = (...parameters: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['support/supervisor/firedrill.js', ...parameters],
      {
        cwd: checkout,
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          ...process.env,
          ...{
            FIREDRILL_REPORTS: join(root, 'reports'),
            AWS_ACCESS_KEY_ID: 'none',
            AWS_SECRET_ACCESS_KEY: 'none',
          },
        },
      },
    );
    return { status, stdout, stderr };
  };
  const migrate = (...parameters: readonly string[]) =>
    firedrill('migrate', '--environment', file, '--confirm', NAME, ...parameters);

  before(async () => {
    copyOfCheckout(checkout);
    writeFileSync(
      file,
      readFileSync(join(CHECKOUT, 'fixtures/environments/staging.yaml'), 'utf8')
        .replace('name: staging', `name: ${NAME}`)
        .replace('protected: false', 'protected: true')
        .replace('endpoint: embedded', 'endpoint: http://127.0.0.1:9')
        .replace(/ {2}attacker:\n(?: {4}.*\n)+/, ''),
    );
    const revision = revisionOf(renderConfiguration(readEnvironment(file)));
    const { configuration } = sampleFacts({ drills: [] } as unknown as RunRecord);
    pack = await writeSamplePack(root, sampleDrills, {
      ...{ for: NAME, now: new Date() },
      policy: {
        ...{ runAgeMs: Infinity, offSiteRestoreAgeMs: Infinity, exceptions: [] },
        roles: ['operations', 'service-owner'],
      },
      configuration: {
        ...configuration,
        target: revision,
        drilled: new Map(sampleDrills.map(({ drill }) => [drill, 'r-000000000001'])),
        drilledOn: new Map(sampleDrills.map(({ drill }) => [drill, 'staging'])),
      },
    });
    const [anna, ben] = [makeKey(root, 'anna'), makeKey(root, 'ben')];
    writeFileSync(
      signers,
      allowedLine('anna@example.org', 'operations', anna) +
        allowedLine('ben@example.org', 'service-owner', ben),
    );
  });
  after(() => rmSync(root, { recursive: true }));

  it('refuses a migration to a protected environment without a pack, in one line, before anything is asked', () => {
    const { status, stdout, stderr } = migrate();
    assert.equal(status, 255);
    assert.equal(
      stderr,
      `firedrill: The migration to ${NAME} is refused: it is protected (its environment file says so), and no acceptance pack was given; expected --pack FOLDER, of firedrill accept --for ${NAME}, signed\n`,
    );
    assert.equal(stdout, '');
  });

  it('refuses a promotion to it without a pack, and one of what no other environment runs', () => {
    const without = firedrill('promote', 'confluence', '--from', 'staging', '--to', file);
    assert.equal(without.status, 255);
    assert.match(
      without.stderr,
      /^firedrill: The promotion to sign-off-test is refused: .* no acceptance pack was given/,
    );
    const tried = firedrill(
      'promote',
      'confluence',
      '--image',
      'confluence-9.2.1',
      '--to',
      file,
      '--pack',
      pack,
    );
    assert.match(tried.stderr, /is given only what another environment runs; expected --from ENVIRONMENT\n$/);
  });

  it('refuses it with one that is not signed, and says how to see the rest', () => {
    const { status, stderr } = migrate('--pack', pack);
    assert.equal(status, 255);
    assert.match(
      stderr,
      /^firedrill: The migration to sign-off-test is refused: .* its acceptance pack does not hold: nobody who may has signed as operations \(and 1 more; run: npx firedrill verify \S+pack\)\n$/,
    );
  });

  it('takes signatures, and verifies what is signed', () => {
    for (const [name, role] of [
      ['anna', 'operations'],
      ['ben', 'service-owner'],
    ] as const) {
      const signed = firedrill(
        ...['sign', pack, '--key', join(root, name), '--as', `${name}@example.org`, '--role', role],
      );
      assert.equal(signed.status, 0, signed.stderr);
      assert.match(signed.stdout, new RegExp(`^${name}@example\\.org has signed as ${role}: \\S+\\.sig\n$`));
    }
    const { status, stdout } = firedrill('verify', pack, '--for', file);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^accepts sign-off-test, by the run sample of staging, decided /);
    assert.match(stdout, /signed by ben@example\.org as service-owner, with SHA256:/);
    assert.match(stdout, /all \d+ files are as they were signed\n$/);
  });

  it('lets the migration begin with it, as far as the cloud', () => {
    const { status, stderr } = migrate('--pack', pack);
    assert.equal(status, 255);
    assert.doesNotMatch(stderr, /refused/);
    assert.match(stderr, /127\.0\.0\.1:9|is not up/);
  });

  it('refuses it again when the configuration has changed since then', () => {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('{ port: 3306, from: [crowd,', '{ port: 3306, from: [web, crowd,'));
    const { stderr } = migrate('--pack', pack);
    assert.match(
      stderr,
      /the configuration of sign-off-test was r-\w{12} when it was accepted, and is r-\w{12} now/,
    );
    writeFileSync(file, text);
  });

  it('refuses it with the pack of another environment, and says what does not hold of one that was changed', () => {
    const other = join(root, 'other.yaml');
    writeFileSync(other, readFileSync(file, 'utf8').replace(NAME, 'other'));
    const { stderr } = firedrill('migrate', '--environment', other, '--pack', pack);
    assert.match(stderr, /does not hold: it is for sign-off-test, and not for other\n$/);

    appendFileSync(join(pack, 'acceptance.pdf'), '\n');
    const { status, stdout } = firedrill('verify', pack, '--signers', signers);
    assert.equal(status, 1);
    assert.match(stdout, /^does not hold: acceptance\.pdf was changed: \d+ bytes, SHA-256/m);
    assert.match(stdout, /1 thing does not hold\n$/);
  });

  it('decides nothing for the environment itself, nor without a run, and says what to do', () => {
    const itself = firedrill('accept', '--for', 'staging');
    assert.match(itself.stderr, /staging cannot be accepted by its own drills; give another --for/);
    const none = firedrill('accept', '--for', file);
    assert.equal(none.status, 255);
    assert.match(
      none.stderr,
      /there is no finished run of staging in .*; run: npx firedrill accept --for .* --run-now/,
    );
    assert.match(
      firedrill('accept', '--for', file, '--not-older-than', 'today').stderr,
      /expected a duration/,
    );
  });
});
