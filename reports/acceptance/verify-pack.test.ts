import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  allowedLine,
  DECIDED_AT,
  makeKey,
  sampleDrills,
  TARGET_REVISION,
  writeSamplePack,
} from '../sample/sample-acceptance';
import { filesIn } from './pack-files';
import { chained, manifestText, parseManifest, type PackManifest } from './pack-manifest';
import { signPack } from './sign-pack';
import { signText } from './ssh-keygen';
import { verifyContents, verifyPack, type Expected } from './verify-pack';
import { verifySignatures } from './verify-signatures';

const HOUR = 3_600_000;

describe('a signed acceptance pack', () => {
  let root: string;
  let signed: string;
  let pack: string;
  let keys: Record<'anna' | 'ben' | 'eve', string>;
  let expected: Expected;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'acceptance-'));
    keys = { anna: makeKey(root, 'anna'), ben: makeKey(root, 'ben'), eve: makeKey(root, 'eve') };
    const allowedSigners = join(root, 'allowed_signers');
    writeFileSync(
      allowedSigners,
      `# who may sign\n${allowedLine('anna@example.org', 'operations', keys.anna)}${allowedLine('ben@example.org', 'service-owner', keys.ben)}`,
    );
    expected = {
      now: new Date(DECIDED_AT.getTime() + HOUR),
      for: 'production',
      revision: TARGET_REVISION,
      maxAgeMs: 72 * HOUR,
      roles: ['operations', 'service-owner'],
      allowedSigners,
    };
    signed = await writeSamplePack(root);
    await signPack(signed, { key: keys.anna, signer: 'anna@example.org', role: 'operations' });
    await signPack(signed, { key: keys.ben, signer: 'ben@example.org', role: 'service-owner' });
  });
  after(() => rmSync(root, { recursive: true }));
  beforeEach(() => {
    pack = join(root, 'copy');
    rmSync(pack, { recursive: true, force: true });
    cpSync(signed, pack, { recursive: true });
  });

  const problems = async (given: Partial<Expected> = {}): Promise<readonly string[]> =>
    (await verifyPack(pack, { ...expected, ...given })).problems;
  const path = (name: string): string => join(pack, name);
  const sign = (text: string, name: 'anna' | 'ben' | 'eve', role: string): Promise<string> =>
    signText(text, keys[name], role);
  const manifest = (): string => readFileSync(path('manifest.json'), 'utf8');
  const anna = 'signatures/operations/anna@example.org.sig';
  const ben = 'signatures/service-owner/ben@example.org.sig';

  /** The manifest and what was changed in it, with chain and seal made anew, as somebody would who knows how. */
  const forge = (change: (content: PackManifest) => PackManifest): void => {
    const changed = change(JSON.parse(manifest()) as PackManifest);
    writeFileSync(
      path('manifest.json'),
      manifestText({
        ...changed,
        drills: chained(
          changed,
          changed.drills.map(({ drill, result, files }) => ({ drill, result, files })),
        ),
      }),
    );
  };

  it('holds, and says who has signed as what', async () => {
    const { problems: none, signatures, files, decision } = await verifyPack(pack, expected);
    assert.deepEqual(none, []);
    assert.deepEqual(
      signatures.map(({ signer, role }) => `${signer} ${role}`),
      ['anna@example.org operations', 'ben@example.org service-owner'],
    );
    assert.equal(decision?.accepted, true);
    assert.ok(files > 3 * 9, String(files));
  });

  it('does not hold with one flipped bit in any of its files, and says in which', async () => {
    const { files } = filesIn(pack);
    assert.ok(files.includes('acceptance.pdf') && files.includes('manifest.json') && files.includes(anna));
    for (const [index, file] of files.entries()) {
      const whole = readFileSync(path(file));
      // Another place in each file, the first and the last byte among them.
      const byte = index % 3 === 0 ? 0 : index % 3 === 1 ? whole.length - 1 : Math.floor(whole.length * 0.37);
      const changed = Buffer.from(whole);
      changed[byte] = (changed[byte] ?? 0) ^ (1 << (index & 7));
      writeFileSync(path(file), changed);
      const found = await problems();
      assert.ok(
        found.some((problem) => problem.startsWith(file)),
        `${file}, byte ${String(byte)}: ${found.join('\n')}`,
      );
      writeFileSync(path(file), whole);
    }
    assert.deepEqual(await problems(), [], 'all was put back');
  });

  it('does not hold with a flipped bit in any byte of the manifest', () => {
    const whole = readFileSync(path('manifest.json'));
    for (let byte = 0; byte < whole.length; byte += 1) {
      const changed = Buffer.from(whole);
      changed[byte] = (changed[byte] ?? 0) ^ (1 << (byte % 8));
      const { problems: found } = parseManifest(changed.toString('utf8'));
      assert.match(found[0] ?? '', /^manifest\.json (was changed|is damaged)/, `byte ${String(byte)}`);
    }
  });

  it('does not hold with a flipped bit in any byte of a signature, also where ssh-keygen would not mind', async () => {
    const whole = readFileSync(path(anna));
    // That the other one holds need not be asked each time.
    unlinkSync(path(ben));
    // Of a line's end, a flipped bit makes another white space.
    const bits = [...whole.keys()].map((byte) => [byte, whole[byte] === 0x0a ? 0 : byte % 8] as const);
    for (const [byte, bit] of bits) {
      const changed = Buffer.from(whole);
      changed[byte] = (changed[byte] ?? 0) ^ (1 << bit);
      writeFileSync(path(anna), changed);
      const { problems: found } = await verifySignatures(pack, manifest(), expected.allowedSigners);
      assert.match(found[0] ?? '', /anna@example\.org\.sig (is|was) /, `byte ${String(byte)}`);
    }
  });

  it('names every file that was taken out or put in, and what is no file', async () => {
    unlinkSync(path('evidence/jira-is-stopped/host-logs/confluence.log'));
    writeFileSync(path('evidence/jira-is-stopped/host-logs/jira.log'), '');
    unlinkSync(path('index.html'));
    symlinkSync('/etc/passwd', path('evidence/link'));
    const found = await problems();
    assert.deepEqual([...found].sort(), [
      'evidence/jira-is-stopped/host-logs/confluence.log is not there: it was taken out',
      'evidence/jira-is-stopped/host-logs/jira.log was put in: the manifest does not name it',
      'evidence/link is neither a file nor a folder',
      'index.html is not there: it was taken out',
    ]);
  });

  it('names the drill whose evidence was taken out', async () => {
    rmSync(path('evidence/jira-is-stopped'), { recursive: true });
    const found = await problems();
    assert.ok(
      found.every((problem) => problem.startsWith('evidence/jira-is-stopped/')),
      found.join('\n'),
    );
  });

  it('names the drill at which the chain breaks when one was taken out of the manifest, too', async () => {
    rmSync(path('evidence/jira-is-stopped'), { recursive: true });
    const content = JSON.parse(manifest()) as PackManifest;
    const drills = content.drills.filter(({ drill }) => drill !== 'jira-is-stopped');
    writeFileSync(path('manifest.json'), manifestText({ ...content, drills }));
    const found = (await problems()).join('\n');
    assert.match(
      found,
      /the chain of drills breaks at everything-is-restored-from-off-site: .* between confluence-is-killed and it/,
    );
  });

  it('does not hold when a drill was taken out by somebody who made chain and seal anew', async () => {
    rmSync(path('evidence/jira-is-stopped'), { recursive: true });
    forge((content) => ({
      ...content,
      drills: content.drills.filter(({ drill }) => drill !== 'jira-is-stopped'),
    }));
    const found = await problems();
    assert.deepEqual(found, [
      'the drill jira-is-stopped was taken out: the decision tells of it',
      "the drill jira-is-stopped was taken out: the run's journal tells of it",
      `${anna} is not a signature of this manifest`,
      `${ben} is not a signature of this manifest`,
      'nobody who may has signed as operations',
      'nobody who may has signed as service-owner',
    ]);
  });

  it('does not hold when a drill was put in by somebody who made chain and seal anew', async () => {
    cpSync(path('evidence/jira-is-stopped'), path('evidence/jira-is-terminated'), { recursive: true });
    forge((content) => ({
      ...content,
      drills: [
        ...content.drills,
        ...content.drills
          .filter(({ drill }) => drill === 'jira-is-stopped')
          .map((drill) => ({
            ...drill,
            drill: 'jira-is-terminated',
            files: drill.files.map((file) => ({ ...file, path: file.path.replace('stopped', 'terminated') })),
          })),
      ],
    }));
    const found = (await problems()).join('\n');
    assert.match(found, /the drill jira-is-terminated was put in: the decision does not know it/);
    assert.match(found, /the drill jira-is-terminated was put in: the run's journal does not know it/);
    assert.match(
      found,
      /evidence\/jira-is-terminated\/manifest\.json is of jira-is-stopped in the run sample/,
    );
    assert.match(found, /anna@example\.org\.sig is not a signature of this manifest/);
  });

  it('does not hold when a refusal is made an acceptance in the manifest', async () => {
    forge((content) => ({ ...content, accepted: false }));
    assert.match(
      (await problems()).join('\n'),
      /manifest\.json says accepted false, and decision\.json true/,
    );
  });

  it('does not hold with a signature that was swapped with that of another role', async () => {
    renameSync(path(anna), path('kept'));
    renameSync(path(ben), path(anna));
    renameSync(path('kept'), path(ben));
    assert.deepEqual(await problems(), [
      `${anna} was made for "firedrill/acceptance/service-owner", and not for the role operations`,
      `${ben} was made for "firedrill/acceptance/operations", and not for the role service-owner`,
      'nobody who may has signed as operations',
      'nobody who may has signed as service-owner',
    ]);
  });

  it('does not hold with a signature of another pack', async () => {
    writeFileSync(path(anna), await sign('another manifest\n', 'anna', 'operations'));
    assert.deepEqual(await problems(), [
      `${anna} is not a signature of this manifest`,
      'nobody who may has signed as operations',
    ]);
  });

  it('does not hold with a signature by somebody who is not allowed, or is for another role only', async () => {
    writeFileSync(path(anna), await sign(manifest(), 'eve', 'operations'));
    assert.match(
      (await problems())[0] ?? '',
      /anna@example\.org\.sig is by the key SHA256:\S{43}, which nobody allows anna@example\.org to sign with as operations/,
    );
    writeFileSync(path(anna), await sign(manifest(), 'ben', 'operations'));
    assert.match((await problems())[0] ?? '', /nobody allows anna@example\.org to sign with as operations/);
    renameSync(path(anna), path('signatures/operations/ben@example.org.sig'));
    assert.match((await problems())[0] ?? '', /nobody allows ben@example\.org to sign with as operations/);
  });

  it('does not hold without a role that must sign, and is not held back by a signature more', async () => {
    unlinkSync(path(ben));
    assert.deepEqual(await problems(), ['nobody who may has signed as service-owner']);
    assert.deepEqual(await problems({ roles: ['operations'] }), []);
  });

  it('does not hold where one person or one key has signed as two', async () => {
    const allowedSigners = join(root, 'both');
    writeFileSync(
      allowedSigners,
      allowedLine('anna@example.org', 'operations', keys.anna) +
        allowedLine('carl@example.org', 'service-owner', keys.anna),
    );
    unlinkSync(path(ben));
    await signPack(pack, { key: keys.anna, signer: 'carl@example.org', role: 'service-owner' });
    assert.deepEqual(await problems({ allowedSigners }), [
      'anna@example.org as operations and carl@example.org as service-owner are the same person or key; expected two',
    ]);
  });

  it('does not hold where nobody is allowed to sign, or somebody for whatever role', async () => {
    const nowhere = join(root, 'nowhere');
    assert.match(
      (await problems({ allowedSigners: nowhere }))[0] ?? '',
      /there is no .*nowhere: nobody is allowed/,
    );
    const anyRole = join(root, 'any-role');
    const line = (signer: string, key: string) =>
      allowedLine(signer, 'x', key).replace(/namespaces="[^"]*" /, '');
    writeFileSync(anyRole, line('anna@example.org', keys.anna) + line('ben@example.org', keys.ben));
    const found = await problems({ allowedSigners: anyRole });
    assert.match(found[0] ?? '', /any-role:1: the key is allowed for every role; expected namespaces=/);
    assert.equal(found.length, 2);
  });

  it('does not hold for another environment, for another revision, before its time or after it', async () => {
    assert.deepEqual(await problems({ for: 'staging-2' }), ['it is for production, and not for staging-2']);
    assert.match(
      (await problems({ revision: 'r-fedcba987654' })).join(),
      /^the configuration of production was r-000000000002 when it was accepted, and is r-fedcba987654 now$/,
    );
    assert.match(
      (await problems({ now: new Date(DECIDED_AT.getTime() + 72.1 * HOUR) })).join(),
      /^it is too old: decided at 2026-11-22T11:01:00\.000Z, 72\.1 h ago; expected 72 h at most$/,
    );
    assert.deepEqual(await problems({ now: new Date(DECIDED_AT.getTime() + 72 * HOUR) }), []);
    assert.match(
      (await problems({ now: new Date(DECIDED_AT.getTime() - 1) })).join(),
      /^it was decided at .*, which is yet to come$/,
    );
  });

  it('is nothing where there is no pack, and nothing that holds where it has no manifest', async () => {
    unlinkSync(path('manifest.json'));
    assert.match((await problems())[0] ?? '', /^manifest\.json is not there/);
    pack = join(root, 'no-such-folder');
    await assert.rejects(problems(), /no-such-folder is no acceptance pack/);
  });

  describe('that is to be signed', () => {
    const by = (given: Partial<Parameters<typeof signPack>[1]>) =>
      signPack(pack, { key: keys.eve, signer: 'eve@example.org', role: 'operations', ...given });

    it('is not signed where it is not whole', async () => {
      writeFileSync(path('index.html'), 'all is well');
      await assert.rejects(by({}), /does not hold, and is not signed:\nindex\.html was changed/);
    });

    it('is not signed for a role that the decision does not ask for, twice, or by a name that leads elsewhere', async () => {
      await assert.rejects(
        by({ role: 'guest' }),
        /"guest" does not sign; expected one of operations, service-owner/,
      );
      await assert.rejects(by({ signer: '../eve' }), /"\.\.\/eve" is no signer's name/);
      await by({});
      await assert.rejects(by({}), /eve@example\.org has signed as operations already/);
    });

    it('says what ssh-keygen says where the key is none', async () => {
      await assert.rejects(
        by({ key: path('index.html') }),
        /ssh-keygen could not sign with .*index\.html: \S/,
      );
    });
  });

  it('of a refusal is whole, and neither signed nor good for anything', async () => {
    const folder = mkdtempSync(join(root, 'refused-'));
    mkdirSync(folder, { recursive: true });
    pack = await writeSamplePack(folder, [
      {
        ...sampleDrills[0],
        result: 'missed',
        reason: '3 acknowledged writes were lost',
        lost: ['a', 'b', 'c'],
      },
      ...sampleDrills.slice(1),
    ]);
    assert.deepEqual((await verifyContents(pack)).problems, []);
    await assert.rejects(
      signPack(pack, { key: keys.anna, signer: 'anna@example.org', role: 'operations' }),
      /does not accept production; there is nothing to sign/,
    );
    assert.match((await problems()).join('\n'), /it is not accepted: Every objective was met/);
  });
});
