import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { VolumeId } from '../cloud/ids';
import type { Snapshots } from '../cloud/snapshots';
import { deleteSnapshots, drillOnly } from './drill-snapshots';

const { signal } = new AbortController();
let memory: CloudInMemory;
let cloud: Cloud;
let volume: VolumeId;

before(async () => {
  memory = await startCloudInMemory();
  cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
  const spec = { name: 'jira', availabilityZone: `${region}a`, sizeGiB: 1, tags: {} };
  ({ id: volume } = await cloud.volumes.create(spec, signal));
  await cloud.snapshots.create(volume, 'golden', { 'firedrill:golden': 'golden-1' }, signal);
});
after(async () => {
  cloud.close();
  await memory.close();
});

const names = async (): Promise<readonly (string | undefined)[]> =>
  (await cloud.snapshots.find({}, signal)).map(({ tags }) => tags['Name']);
const twoOfADrill = async (): Promise<void> => {
  for (const name of ['first', 'second']) await cloud.snapshots.create(volume, name, drillOnly, signal);
};

test('what a drill has left is deleted, and nothing else', async () => {
  await twoOfADrill();
  await deleteSnapshots(cloud.snapshots, drillOnly, signal);
  assert.deepEqual(await names(), ['golden']);
});

test('one that somebody else has deleted meanwhile is no error', async () => {
  await twoOfADrill();
  const find: Snapshots['find'] = async (...asked) => {
    const found = await cloud.snapshots.find(...asked);
    for (const { id } of found.slice(0, 1)) await cloud.snapshots.delete(id, signal);
    return found;
  };
  await deleteSnapshots({ ...cloud.snapshots, find }, drillOnly, signal);
  assert.deepEqual(await names(), ['golden']);
});

test('one that cannot be deleted is an error', async () => {
  await twoOfADrill();
  const refuse = () => Promise.reject(new Error('it is in use'));
  await assert.rejects(
    deleteSnapshots({ ...cloud.snapshots, delete: refuse }, drillOnly, signal),
    /it is in use/,
  );
});
