import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../../cloud/connect-cloud';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { readEnvironment } from '../../environment/read-environment';
import { openSampleEnvironment } from '../../environment/sample-open-environment';
import { FakeShell } from '../fake-shell';
import type { FaultContext } from '../fault-context';
import { makeFault } from '../faults';
import { environmentLease, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const declared = readEnvironment(join(__dirname, '../../../fixtures/environments/staging.yaml'));
const order = { name: 'pause-volume-io', target: 'mysql', parameters: { minutes: '2' } };
const HANGS = 'hangs for 2 s\n';
const ENDS_WELL = 'ends well\n';

describe('pausing the I/O of a data volume', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let context: FaultContext;
  let volume: string;
  /** What a read on the host does. */
  let read = '';

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    const shell = new FakeShell(() => read);
    const world = { imageId: memory.imageId, shell: () => shell };
    const { open, sample } = await openSampleEnvironment(cloud, declared, world, signal);
    volume = sample.instances.get('mysql')?.volumeId ?? assert.fail('mysql has a volume');
    context = {
      ...{ environment: declared, seed: 1, cloud, environmentLease, host: () => shell },
      dataVolume: (name, limit) => open.dataVolume(name, limit),
      lastSnapshotAt: () => 0,
      monitor: () => {
        throw new Error('it is not asked');
      },
      administratorKey: () => 'key',
      databasePassword: () => 'password',
      endedCertificate: () => 'certificate',
      listRevoking: () => 'list',
      runWithoutMetadata: () => Promise.reject(new Error('it is not asked')),
      peopleAreAnswered: () => Promise.resolve(true),
    };
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });
  beforeEach(() => {
    read = HANGS;
    memory.hypervisor.pauseFails = undefined;
    assert.deepEqual([...memory.hypervisor.paused], []);
  });

  const armed = async (fault: Fault): Promise<LeasePart> => {
    const parts = await fault.leases(signal);
    assert.deepEqual(
      parts.map(({ location }) => location),
      [
        { kind: 'host', instance: 'mysql' },
        { kind: 'cloud', resource: volume },
      ],
    );
    const part = parts.find(({ location }) => location.kind === 'cloud');
    assert.ok(part !== undefined);
    await part.arm(terms, signal);
    return part;
  };
  /** `prove` looks for 30 s: long enough for a test to say that it has seen enough. */
  const proofWithin = async (fault: Fault, limit: number): Promise<string> => {
    const soon = AbortSignal.timeout(limit);
    return fault.prove(soon).then(
      ({ result }) => result,
      () => 'still looking',
    );
  };

  it('holds the volume when its injection returns, and its lease lets it go on', async () => {
    const fault = makeFault(context, order);
    const part = await armed(fault);
    let half = false;
    await fault.inject(terms, { halfway: () => void (half = true) }, signal);
    assert.ok(half);
    assert.deepEqual([...memory.hypervisor.paused], [volume]);
    assert.deepEqual(await fault.prove(signal), {
      result: 'installed',
      observed: `a read of ${volume} on mysql hangs for 2 s, and EC2 calls the volume impaired`,
    });
    const end = await part.revert(terms, signal);
    assert.deepEqual([end?.by, end?.restored], ['release', 'its I/O goes on']);
    assert.deepEqual([...memory.hypervisor.paused], []);
  });

  it('is not proved by the cloud’s word alone, nor by a read that hangs on a well volume', async () => {
    const fault = makeFault(context, order);
    const part = await armed(fault);
    await fault.inject(terms, progress, signal);
    read = ENDS_WELL;
    assert.equal(await proofWithin(fault, 600), 'still looking');
    await part.revert(terms, signal);
    read = HANGS;
    assert.equal(await proofWithin(fault, 600), 'still looking');
  });

  it('fails at once, with the reason, when the service cannot pause', async () => {
    memory.hypervisor.pauseFails = 'the disk cannot be held';
    const fault = makeFault(context, order);
    const part = await armed(fault);
    await assert.rejects(
      fault.inject(terms, progress, signal),
      new RegExp(`EXP\\w+ to pause the I/O of ${volume}.*it is failed: .*the disk cannot be held`),
    );
    await part.revert(terms, signal);
  });

  it('of which nothing was done is skipped', async () => {
    assert.deepEqual(await makeFault(context, order).prove(signal), {
      result: 'skipped',
      observed: "no I/O of mysql's volume was paused",
    });
  });

  it('is refused, with what to do, where the environment names no role for it', () => {
    const { endpoint, region: where } = declared.cloud;
    const environment = { ...declared, cloud: { endpoint, region: where } };
    assert.throws(
      () => makeFault({ ...context, environment }, order),
      /staging says nowhere as which role AWS Fault Injection Service acts: give it cloud\.faultInjectionRole/,
    );
  });
});
