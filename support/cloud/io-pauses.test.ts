import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  FisClient,
  ListExperimentTemplatesCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis';
import {
  credentials,
  eventually,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { milliseconds, minutes } from '../drill/time';
import { connectCloud, type Cloud } from './connect-cloud';
import type { VolumeId } from './ids';
import type { ExperimentId } from './io-pauses';
import { makeSampleEnvironment } from './sample-environment';

// Two environments in one account, each with a volume of its own.

const { signal } = new AbortController();
const role = 'arn:aws:iam::071071071071:role/firedrill-fault-injection';
const pause = { duration: minutes(5), role };

describe('pauses of a volume’s I/O', () => {
  let memory: CloudInMemory;
  let fis: FisClient;
  let staging: { readonly cloud: Cloud; readonly volume: VolumeId };
  let production: typeof staging;

  const environment = async (name: string) => {
    const cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: name });
    const plan = {
      ...{ imageId: memory.imageId, cidr: '10.71.0.0/16' },
      subnets: [{ name: 'data', cidr: '10.71.2.0/24' }],
      instances: [{ name: 'mysql', subnet: 'data', address: '10.71.2.20' }],
    };
    const { instances } = await makeSampleEnvironment(cloud, name, plan, signal);
    const volume = instances.get('mysql')?.volumeId;
    return { cloud, volume: volume ?? assert.fail('mysql has a volume') };
  };
  before(async () => {
    memory = await startCloudInMemory();
    fis = new FisClient({ endpoint: memory.endpoint, region, credentials, maxAttempts: 1 });
    staging = await environment('staging');
    production = await environment('production');
  });
  after(async () => {
    for (const { cloud } of [staging, production]) cloud.close();
    fis.destroy();
    await memory.close();
  });
  beforeEach(async () => {
    memory.hypervisor.pauseFails = undefined;
    for (const each of [staging, production]) await endAll(each);
    assert.deepEqual([[...memory.hypervisor.paused], await templates()], [[], []]);
  });

  const endAll = ({ cloud, volume }: typeof staging): Promise<unknown> =>
    eventually(`${volume} to go on`, async () => (await cloud.ioPauses.end(volume, signal)).length === 0);
  const templates = async (): Promise<readonly (string | undefined)[]> =>
    ((await fis.send(new ListExperimentTemplatesCommand({}))).experimentTemplates ?? []).map(
      ({ tags }) => tags?.['firedrill:volume-io'],
    );
  const stateOf = async (id: ExperimentId): Promise<string> =>
    (await staging.cloud.ioPauses.describe(id, signal)).state;
  const running = (id: ExperimentId): Promise<unknown> =>
    eventually(`${id} to run`, async () => (await stateOf(id)) === 'running');

  it('hold the volume, which EC2 calls impaired, until they are ended', async () => {
    const { cloud, volume } = staging;
    const id = await cloud.ioPauses.start(volume, pause, signal);
    await running(id);
    assert.deepEqual([...memory.hypervisor.paused], [volume]);
    assert.equal(await cloud.volumes.status(volume, signal), 'impaired');
    assert.deepEqual(await cloud.ioPauses.end(volume, signal), [id]);
    assert.deepEqual([...memory.hypervisor.paused], []);
    assert.equal(await cloud.volumes.status(volume, signal), 'ok');
    assert.equal(await stateOf(id), 'stopped');
  });

  it('leave no template behind, and ending them again ends nothing', async () => {
    const { cloud, volume } = staging;
    await running(await cloud.ioPauses.start(volume, pause, signal));
    assert.deepEqual(await templates(), [volume]);
    await cloud.ioPauses.end(volume, signal);
    assert.deepEqual(await templates(), []);
    assert.deepEqual(await cloud.ioPauses.end(volume, signal), []);
  });

  it('end by themselves, and then nothing but their template is left to end', async () => {
    const { cloud, volume } = staging;
    const id = await cloud.ioPauses.start(volume, { ...pause, duration: milliseconds(900) }, signal);
    await eventually(`${id} to end`, async () => (await stateOf(id)) === 'completed');
    assert.deepEqual([...memory.hypervisor.paused], []);
    assert.deepEqual(await cloud.ioPauses.end(volume, signal), []);
    assert.deepEqual(await templates(), []);
  });

  it('that fail say why, and leave a template that is taken away all the same', async () => {
    const { cloud, volume } = staging;
    memory.hypervisor.pauseFails = 'the disk cannot be held';
    const id = await cloud.ioPauses.start(volume, pause, signal);
    await eventually(`${id} to fail`, async () => (await stateOf(id)) === 'failed');
    const { reason } = await cloud.ioPauses.describe(id, signal);
    assert.match(reason, /the disk cannot be held/);
    assert.deepEqual(await templates(), [volume]);
    assert.deepEqual(await cloud.ioPauses.end(volume, signal), []);
    assert.deepEqual(await templates(), []);
  });

  it('of another environment go on, with their template, when this one ends its own', async () => {
    const its = await production.cloud.ioPauses.start(production.volume, pause, signal);
    await running(its);
    const own = await staging.cloud.ioPauses.start(staging.volume, pause, signal);
    await running(own);
    assert.deepEqual(await staging.cloud.ioPauses.end(staging.volume, signal), [own]);
    assert.equal(await stateOf(its), 'running');
    assert.deepEqual([...memory.hypervisor.paused], [production.volume]);
    assert.deepEqual(await templates(), [production.volume]);
    await assert.rejects(staging.cloud.ioPauses.end(production.volume, signal), /is left alone/);
    await assert.rejects(staging.cloud.ioPauses.start(production.volume, pause, signal), /is left alone/);
    assert.equal(await stateOf(its), 'running');
  });

  it('that somebody else began on a volume of this environment are not its to end', async () => {
    const { cloud, volume } = staging;
    const { experimentTemplate } = await fis.send(
      new CreateExperimentTemplateCommand({
        clientToken: 'theirs',
        description: 'somebody tries something',
        roleArn: role,
        stopConditions: [{ source: 'none' }],
        targets: {
          volume: {
            resourceType: 'aws:ec2:ebs-volume',
            resourceArns: [`arn:aws:ec2:${region}:071071071071:volume/${volume}`],
            selectionMode: 'ALL',
          },
        },
        actions: {
          pause: {
            actionId: 'aws:ebs:pause-volume-io',
            parameters: { duration: 'PT2S' },
            targets: { Volumes: 'volume' },
          },
        },
      }),
    );
    const experimentTemplateId = experimentTemplate?.id;
    const { experiment } = await fis.send(
      new StartExperimentCommand({ clientToken: 'theirs', experimentTemplateId }),
    );
    const id = experiment?.id as ExperimentId;
    await running(id);
    assert.deepEqual(await cloud.ioPauses.end(volume, signal), []);
    assert.equal(await stateOf(id), 'running');
    assert.deepEqual(await templates(), [undefined]);
    await eventually(`${id} to end`, async () => (await stateOf(id)) === 'completed');
    await fis.send(new DeleteExperimentTemplateCommand({ id: experimentTemplateId }));
  });
});
