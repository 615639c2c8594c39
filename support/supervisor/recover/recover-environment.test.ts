import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openJournal } from '../../drill/journal/journal';
import { leaseSteps, type JournalRecord } from '../../drill/journal/journal-record';
import { leaseId } from '../../drill/lease';
import { readEnvironment } from '../../environment/read-environment';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { journalFile } from '../../recovery/run/journal-file';
import { recoverEnvironment } from './recover-environment';
import type { RecoveryWorld } from './recovery-world';
import { CHECKOUT } from '../settings';

const { signal } = new AbortController();
const environment = readEnvironment(join(CHECKOUT, 'fixtures/environments/staging.yaml'));
const catalogue = () => ({ drills: [] }) as unknown as Catalogue;

/** What is true, whatever a journal tells of it. */
interface Truth {
  readonly leases: number;
  readonly leased: boolean;
  readonly broken: boolean;
  /** A host that cannot be asked: nobody knows what is in force there. */
  readonly silent: boolean;
  /** Whether the golden snapshot brings it back. */
  readonly mendable: boolean;
  readonly protected?: boolean;
  /** Evidence of which no report can be made. */
  readonly unreadable?: boolean;
}

/** A world in which that is so, and that notes what is done to it. */
function worldOf(truth: Truth) {
  let { leases, leased, broken, silent } = truth;
  const done: string[] = [];
  const world: RecoveryWorld = {
    environment,
    readLog: () => Promise.resolve('a line\n'),
    revertLeases: () => {
      const ended = silent ? 0 : leases;
      leases -= ended;
      done.push('reverted');
      return Promise.resolve({
        ends: [],
        did: ended === 0 ? [] : [`${String(ended)} leases were reverted`],
        doubts: silent ? ['jira: no answer'] : [],
      });
    },
    protection: () => Promise.resolve(truth.protected === true ? ['its environment file says so'] : []),
    environmentLease: () => Promise.resolve(leased ? 'x-00000001 of r/d' : undefined),
    steadyState: () =>
      Promise.resolve([
        ...(leased ? ['it is to go back to its golden snapshot'] : []),
        ...(leases > 0 && !silent ? ['jira has a lease'] : []),
        ...(broken ? ['jira is stopped'] : []),
        ...(silent ? ['jira: no answer'] : []),
      ]),
    restore: () => {
      done.push('restored');
      if (!truth.mendable) return Promise.reject(new Error('there is no golden snapshot'));
      [leases, leased, broken, silent] = [0, false, false, false];
      return Promise.resolve([]);
    },
    report: () =>
      truth.unreadable === true ? Promise.reject(new Error('not JSON')) : Promise.resolve('unknown'),
  };
  const isClean = (): boolean => leases === 0 && !leased && !broken && !silent;
  return { world, done, isClean };
}

const id = leaseId('fill-volume', '00000001');

/** The records of a run that is as far as `length` of them. */
function records(length: number): readonly JournalRecord[] {
  const supervisor = { pid: 1, started: '1' };
  const whole: readonly JournalRecord[] = [
    { type: 'run-opened', run: 'r', environment: 'staging', seed: 1, tags: 'not @nightly', supervisor },
    { type: 'drill-begun', drill: 'disk-full', folder: 'disk-full' },
    { type: 'environment-leased', why: 'disk-full drills on it' },
    ...leaseSteps.map((step): JournalRecord => {
      if (step === 'arming')
        return {
          type: 'lease',
          step,
          id,
          fault: 'fill-volume',
          holder: 'r/disk-full',
          parts: [],
          changes: [],
        };
      return step === 'reverted' ? { type: 'lease', step, id, ends: [] } : { type: 'lease', step, id };
    }),
    { type: 'resetting' },
    { type: 'reset' },
    { type: 'drill-judged', drill: 'disk-full', result: 'met' },
  ];
  return whole.slice(0, length);
}

type Damage = (bytes: Buffer) => Buffer;

const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>((bytes) => bytes),
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (share): Damage =>
      (bytes) =>
        bytes.subarray(0, Math.floor(share * bytes.length)),
  ),
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(7)), {
      minLength: 1,
      maxLength: 8,
    })
    .map((flips): Damage => (bytes) => {
      const changed = Buffer.from(bytes);
      for (const [share, bit] of flips) {
        const at = Math.floor(share * changed.length);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      }
      return changed;
    }),
  fc.tuple(fc.nat(20), fc.nat(20)).map(([one, other]): Damage => (bytes) => {
    const lines = bytes.toString('utf8').split(/(?<=\n)/);
    const [a, b] = [one % lines.length, other % lines.length];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    return Buffer.from(lines.join(''));
  }),
  fc.tuple(fc.nat(20), fc.uint8Array({ maxLength: 300 })).map(([line, garbage]): Damage => (bytes) => {
    const lines = bytes.toString('latin1').split(/(?<=\n)/);
    lines.splice(line % (lines.length + 1), 0, Buffer.from(garbage).toString('latin1'));
    return Buffer.from(lines.join(''), 'latin1');
  }),
  fc.nat(400).map(
    (zeros): Damage =>
      (bytes) =>
        Buffer.concat([bytes, Buffer.alloc(zeros)]),
  ),
);

const truths: fc.Arbitrary<Truth> = fc.record({
  leases: fc.nat(3),
  leased: fc.boolean(),
  broken: fc.boolean(),
  silent: fc.boolean(),
  mendable: fc.boolean(),
});

/** Recovers once, of a run whose journal was damaged, and says what came of it. */
async function recoverFrom(length: number, damage: Damage, truth: Truth) {
  const reportsFolder = mkdtempSync(join(tmpdir(), 'recover-'));
  const folder = join(reportsFolder, 'r');
  mkdirSync(join(folder, 'disk-full'), { recursive: true });
  const evidence = join(folder, 'disk-full', 'history.jsonl');
  writeFileSync(evidence, '{"operation":0}\n{"oper');
  const journal = openJournal(journalFile(folder));
  for (const record of records(length)) journal.append(record);
  journal.close();
  const file = journalFile(folder);
  writeFileSync(file, damage(readFileSync(file)));
  const { world, done, isClean } = worldOf(truth);
  const options = {
    environment: 'staging',
    reportsFolder,
    world,
    catalogue,
    progress: () => undefined,
    signal,
  };
  try {
    const first = await recoverEnvironment(options).catch((error: unknown) => error as Error);
    const kept = readFileSync(evidence, 'utf8');
    return {
      first,
      done,
      isClean,
      kept,
      journal: existsSync(file),
      again: () => recoverEnvironment(options),
    };
  } finally {
    rmSync(reportsFolder, { recursive: true });
  }
}

void test('whatever becomes of a journal, recover does not crash by it, loses no evidence, and calls clean only what is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 14 }), damages, truths, async (length, damage, truth) => {
      const { first, done, isClean, kept } = await recoverFrom(length, damage, truth);
      assert.equal(kept, '{"operation":0}\n{"oper');
      assert.equal(done[0], 'reverted');
      if (first instanceof Error) {
        // What the world refuses is told; nothing of the journal is.
        assert.equal(first.message, 'there is no golden snapshot');
        return;
      }
      assert.equal(first.findings.length === 0, isClean(), first.findings.join('; '));
    }),
    { numRuns: 1000 },
  );
});

void test('a journal that does not tell everything brings the environment back to its golden snapshot, though it looks whole', async () => {
  const whole: Truth = { leases: 0, leased: false, broken: false, silent: false, mendable: true };
  const flip: Damage = (bytes) => {
    const changed = Buffer.from(bytes);
    changed[200] = (changed[200] ?? 0) ^ 1;
    return changed;
  };
  const damaged = await recoverFrom(6, flip, whole);
  assert.deepEqual(damaged.done, ['reverted', 'restored']);
  assert.ok(!damaged.journal, 'it is set aside');
  const undamaged = await recoverFrom(13, (bytes) => bytes, whole);
  assert.deepEqual(undamaged.done, ['reverted']);
});

void test('a run of which no report can be made is closed, and the environment is free', async () => {
  const truth: Truth = { leases: 1, leased: true, broken: true, silent: false, mendable: true };
  const { first, isClean } = await recoverFrom(6, (bytes) => bytes, { ...truth, unreadable: true });
  assert.ok(!(first instanceof Error));
  assert.deepEqual([first.findings, isClean()], [[], true]);
  assert.match(first.did.join('\n'), /r is closed: unknown \(no report could be made: not JSON\)/);
});

void test('over a protected environment no snapshot is restored: leases are reverted, and what is broken is told', async () => {
  const broken: Truth = {
    ...{ leases: 2, leased: true, broken: true, silent: false, mendable: true },
    protected: true,
  };
  const { first, done } = await recoverFrom(6, (bytes) => bytes, broken);
  assert.deepEqual(done, ['reverted']);
  assert.ok(!(first instanceof Error));
  assert.deepEqual(first.findings, ['it is to go back to its golden snapshot', 'jira is stopped']);
  assert.match(
    first.did.join('\n'),
    /staging is protected \(its environment file says so\), so no snapshot is restored over it; to be put right: it was held by x-00000001/,
  );
});

void test('an environment that cannot be asked is never called clean', async () => {
  const silent: Truth = { leases: 1, leased: false, broken: false, silent: true, mendable: false };
  const { first } = await recoverFrom(6, (bytes) => bytes, silent);
  assert.ok(first instanceof Error);
});
