import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Snapshot } from '../../../cloud/snapshots';
import { seconds } from '../../../drill/time';
import { archiveTags, consistentTag, type Archive } from '../../../environment/archives';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { ActionContext } from '../context';
import { copyArchiveOffSite } from './copy-archive-off-site';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));
const takenAt = '2026-11-27T02:00:00.000Z';
const snapshot = (instance: string): Snapshot =>
  ({
    ...{ id: `snap-${instance}`, state: 'completed', startedAt: takenAt },
    tags: {
      ...archiveTags('archive-1', ['mysql', 'jira']),
      'firedrill:instance': instance,
      [consistentTag]: 'yes',
    },
  }) as unknown as Snapshot;
const archive: Archive = {
  ...{ set: 'archive-1', takenAt, instances: ['mysql', 'jira'], good: true },
  snapshots: [snapshot('mysql'), snapshot('jira')],
};
const summary = JSON.stringify({
  ...{ message_type: 'summary', total_files_processed: 12, total_bytes_processed: 4e6, data_added: 1e6 },
  snapshot_id: 'a'.repeat(64),
});

/** A cloud whose volumes remember what they are attached to, and a bastion that answers restic as the test says. */
const copy = (restic: Answer) => {
  const volumes = new Map<string, string | undefined>();
  const told: string[] = [];
  const described = (id: string) => ({
    ...{ id, state: volumes.get(id) === undefined ? 'available' : 'in-use', tags: {} },
    ...(volumes.get(id) === undefined ? {} : { attachment: { state: 'attached' } }),
  });
  const context = {
    ...{ environment, target: 'bastion', budget: seconds(5), facts: { archive }, undoAtEnd: () => undefined },
    dataVolume: () => Promise.resolve({ id: 'vol-bastion', availabilityZone: 'a' }),
    host: () =>
      new FakeShell((command) => {
        told.push(command);
        return command.includes('restic-offsite') ? restic : '';
      }),
    cloud: {
      instances: { find: () => Promise.resolve([{ id: 'i-bastion', state: 'running' }]) },
      volumes: {
        create: ({ snapshotId }: { readonly snapshotId: string }) => {
          const id = snapshotId.replace('snap', 'vol');
          volumes.set(id, undefined);
          return Promise.resolve({ id });
        },
        describe: (id: string) => Promise.resolve(described(id)),
        attach: (id: string, to: string) => Promise.resolve(void volumes.set(id, to)),
        detach: (id: string) => Promise.resolve(void volumes.set(id, undefined)),
        delete: (id: string) => {
          assert.equal(volumes.get(id), undefined, `${id} is still attached`);
          return Promise.resolve(void volumes.delete(id));
        },
      },
    },
  } as unknown as ActionContext;
  return { volumes, told, run: () => copyArchiveOffSite.run({}, context, new AbortController().signal) };
};

void test('all volumes of the archive are kept as one copy, under its name and moment, and no volume is left', async () => {
  const { run, told, volumes } = copy(summary);
  assert.match(
    await run(),
    /^archive-1 of .* is restic's snapshot aaaaaaaa: 12 files, 4\.0 MB, of which 1\.0 MB were new$/,
  );
  const [backup = ''] = told.filter((command) => command.includes('restic-offsite'));
  assert.match(
    backup,
    /'--tag' 'archive-1' '--time' '2026-11-27 02:00:00' '\/mnt\/archive\/mysql' '\/mnt\/archive\/jira'/,
  );
  assert.equal(volumes.size, 0);
});

void test('where restic could not read everything there is no copy, and no volume is left either', async () => {
  const { run, volumes } = copy({ code: 3, stderr: 'error: lstat: permission denied' });
  await assert.rejects(run(), /ended with 3: error: lstat: permission denied/);
  assert.equal(volumes.size, 0);
});
