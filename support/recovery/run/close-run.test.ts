import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createEvidenceFolder, loadEvidence } from '../../drill/evidence-folder';
import { openJournal } from '../../drill/journal/journal';
import { readJournal } from '../../drill/journal/read-journal';
import { leaseId, type LeaseEnd, type LeaseId } from '../../drill/lease';
import type { Environment } from '../../environment/environment';
import { evidence } from '../../workload/literal-evidence';
import { closeRun } from './close-run';
import { journalFile } from './journal-file';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const own = leaseId('fill-volume', '00000001');
const anothers = leaseId('fill-volume', '00000002');
const ended = (id: LeaseId): LeaseEnd & { readonly id: LeaseId } => ({
  ...{ id, location: { kind: 'host', instance: 'mysql' }, at: '2026-11-24T00:00:00Z', by: 'expiry' },
  restored: 'the filler was removed',
});

/** Closes a run that was killed while its fault was in force, after these leases were found and ended. */
async function closedWith(
  ends: readonly (LeaseEnd & { readonly id: LeaseId })[],
  damage: (drillFolder: string) => void = () => undefined,
) {
  const folder = mkdtempSync(join(tmpdir(), 'close-run-'));
  folders.push(folder);
  const journal = openJournal(journalFile(folder));
  const supervisor = { pid: 1, started: '1' };
  journal.append({ type: 'run-opened', run: 'r', environment: 'staging', seed: 1, tags: '', supervisor });
  journal.append({ type: 'drill-begun', drill: 'disk-full', folder: 'disk-full' });
  const arming = { type: 'lease', step: 'arming', fault: 'fill-volume', holder: 'r/disk-full' } as const;
  journal.append({ ...arming, id: own, parts: [], changes: [] });
  journal.close();
  const kept = createEvidenceFolder(join(folder, 'disk-full'));
  kept.writeManifest(evidence({}).manifest);
  const proof = { result: 'installed', observed: 'no byte is free' } as const;
  kept.writeInjection({ fault: 'fill-volume', changes: [], proof, reverted: false });
  damage(join(folder, 'disk-full'));
  const { did } = await closeRun(
    folder,
    'the run was killed',
    { ends, did: [], doubts: [] },
    () => ({ drills: [] }) as never,
    {
      environment: {} as Environment,
      readLog: () => assert.fail('there is no such drill in the catalogue'),
    },
  );
  return { folder: join(folder, 'disk-full'), did, journal: readJournal(journalFile(folder)) };
}

const revertedIn = ({ journal }: Awaited<ReturnType<typeof closedWith>>): readonly LeaseId[] =>
  journal.entries.flatMap(({ record }) =>
    record.type === 'lease' && record.step === 'reverted' ? [record.id] : [],
  );

void test('a cut drill is reverted by the end of its own lease', async () => {
  const closed = await closedWith([ended(own)]);
  const { injection, manifest } = loadEvidence(closed.folder);
  assert.equal(injection?.reverted, true);
  assert.equal(manifest.cut, 'the run was killed');
  assert.deepEqual(revertedIn(closed), [own]);
});

void test('the end of another run’s lease is neither in its evidence nor in its journal', async () => {
  const closed = await closedWith([ended(anothers)]);
  const { injection } = loadEvidence(closed.folder);
  assert.equal(injection?.reverted, false);
  assert.deepEqual(injection.ends, []);
  assert.deepEqual(revertedIn(closed), []);
});

void test('evidence that cannot be read is left as it is, told, and keeps no run open', async () => {
  const text = '{"version":1,"dri';
  const closed = await closedWith([ended(own)], (folder) => {
    writeFileSync(join(folder, 'manifest.json'), text);
  });
  assert.match(closed.did.join('\n'), /its evidence is left as it is, for it cannot be read: /);
  assert.equal(readFileSync(join(closed.folder, 'manifest.json'), 'utf8'), text);
  const cut = { type: 'drill-cut', drill: 'disk-full', why: 'the run was killed' };
  assert.deepEqual(closed.journal.entries.at(-1)?.record, cut);
});
