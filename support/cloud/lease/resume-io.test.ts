import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  credentials,
  eventually,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { leaseId } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { connectCloud, type Cloud } from '../connect-cloud';
import type { VolumeId } from '../ids';
import type { ExperimentId } from '../io-pauses';
import { makeSampleEnvironment } from '../sample-environment';
import { cloudLeasesOf, type CloudLeases } from './cloud-leases';
import { restoreResource } from './restore-resource';

const { signal } = new AbortController();
const restore = { do: 'resume-io' } as const;
const pause = { duration: minutes(5), role: 'arn:aws:iam::071071071071:role/firedrill-fault-injection' };

describe('a lease on a volume whose I/O is paused', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let volume: VolumeId;
  let number = 0;
  /** The time of leases and janitor; the cloud's own goes on beside it. */
  let now = 1_000_000;

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    const plan = {
      ...{ imageId: memory.imageId, cidr: '10.71.0.0/16' },
      subnets: [{ name: 'data', cidr: '10.71.2.0/24' }],
      instances: [{ name: 'mysql', subnet: 'data', address: '10.71.2.20' }],
    };
    const { instances } = await makeSampleEnvironment(cloud, 'staging', plan, signal);
    volume = instances.get('mysql')?.volumeId ?? assert.fail('mysql has a volume');
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });
  beforeEach(() => {
    assert.deepEqual([...memory.hypervisor.paused], []);
  });

  /** Of a process that knows nothing but the tags: a new one each time. */
  const leases = (): CloudLeases => cloudLeasesOf(cloud.tags, cloud, { now: () => now });
  const terms = () => {
    number += 1;
    const id = leaseId('pause-volume-io', number.toString(16).padStart(8, '0'));
    return { id, fault: 'pause-volume-io', holder: 'run/drill', duration: seconds(20) };
  };
  const paused = async (): Promise<ExperimentId> => {
    const id = await cloud.ioPauses.start(volume, pause, signal);
    await eventually(`${volume} to be paused`, () => memory.hypervisor.paused.has(volume));
    return id;
  };
  const tagsNow = () => cloud.tags.read(volume, signal);

  it('lets the I/O go on when it has run out, from the tags alone, and looks once more until it does', async () => {
    const before = await tagsNow();
    const held = terms();
    await leases().arm(volume, held, restore, signal);
    const experiment = await paused();
    now += 19;
    assert.deepEqual(await leases().sweep(signal), []);
    assert.ok(memory.hypervisor.paused.has(volume));
    now += 2;
    assert.deepEqual(await leases().sweep(signal), [
      `${held.id} on ${volume} ran out: not yet: ${experiment} is being stopped`,
    ]);
    assert.ok(!memory.hypervisor.paused.has(volume));
    assert.deepEqual(await leases().sweep(signal), [`${held.id} on ${volume} ran out: its I/O goes on`]);
    assert.deepEqual(await leases().sweep(signal), []);
    assert.equal((await leases().revert(volume, held.id, signal))?.by, 'expiry');
    assert.deepEqual(await tagsNow(), before);
  });

  it('is reverted by its holder, who waits until the service has stopped it, and can be again', async () => {
    const before = await tagsNow();
    const held = terms();
    await leases().arm(volume, held, restore, signal);
    await paused();
    const end = await leases().revert(volume, held.id, signal);
    assert.deepEqual([end?.by, end?.restored], ['release', 'its I/O goes on']);
    assert.ok(!memory.hypervisor.paused.has(volume));
    assert.deepEqual(await tagsNow(), before);
    assert.equal(await leases().revert(volume, held.id, signal), undefined);
  });

  it('ends a pause that came after it had ended', async () => {
    const held = terms();
    await leases().arm(volume, held, restore, signal);
    now += 21;
    await leases().sweep(signal);
    await paused();
    now += 3;
    assert.deepEqual(await leases().sweep(signal), []);
    assert.ok(!memory.hypervisor.paused.has(volume));
    await leases().revert(volume, held.id, signal);
  });

  it('puts nothing back that is not paused, and is done with a volume that is gone', async () => {
    const done = { done: 'its I/O goes on' };
    assert.deepEqual(await restoreResource(volume, restore, cloud, signal), done);
    assert.deepEqual(await restoreResource(volume, restore, cloud, signal), done);
    const gone = 'vol-0123456789abcdef0';
    assert.deepEqual(await restoreResource(gone, restore, cloud, signal), {
      done: `${gone} is gone: nothing was put back`,
    });
  });
});
