import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../../cloud/connect-cloud';
import type { ImageId } from '../../cloud/ids';
import { makeSampleEnvironment } from '../../cloud/sample-environment';
import { untilImage, untilInstance } from '../../cloud/until-state';
import { seconds } from '../../drill/time';
import { imagesEnvironment, imageVersionTag } from '../../environment/images-environment';
import { instanceNamed } from '../../environment/environment';
import type { OpenEnvironment } from '../../environment/open-environment';
import { readEnvironment } from '../../environment/read-environment';
import { openSampleEnvironment } from '../../environment/sample-open-environment';
import { taint } from '../../environment/tainted';
import { FakeShell } from '../../faults/fake-shell';
import { whatRuns } from './what-runs';

const { signal } = new AbortController();
const staging = readEnvironment(join(__dirname, '../../../fixtures/environments/staging.yaml'));
const confluence = instanceNamed(staging, 'confluence');
const environment = {
  ...staging,
  network: {
    ...staging.network,
    subnets: staging.network.subnets.filter(({ name }) => name === confluence.subnet),
  },
  instances: [confluence],
};

describe('what an instance runs', () => {
  let memory: CloudInMemory;
  let images: Cloud;
  let cloud: Cloud;
  let open: OpenEnvironment;
  let built: ImageId;
  let answer: string | undefined;

  before(async () => {
    memory = await startCloudInMemory();
    const connection = { endpoint: memory.endpoint, region, credentials };
    images = connectCloud({ ...connection, environment: imagesEnvironment });
    cloud = connectCloud({ ...connection, environment: staging.name });
    const { imageId } = memory;
    const site = { imageId, ...environment.network, instances: [] };
    const { vpcId, subnets } = await makeSampleEnvironment(images, imagesEnvironment, site, signal);
    const group = await images.securityGroups.ensure(vpcId, 'builders', 'builders', signal);
    const subnetId = subnets.get(confluence.subnet)?.id;
    assert.ok(subnetId !== undefined);
    const builder = await images.instances.run(
      {
        ...{ name: 'builder', imageId: imageId as ImageId, type: 't3.micro', subnetId, public: false },
        ...{ securityGroupIds: [group.id], keyName: `${imagesEnvironment}-sample`, tags: {} },
      },
      signal,
    );
    await untilInstance(images.instances, builder.id, 'running', { deadline: seconds(20), signal });
    built = await images.images.create(builder.id, 'confluence', { [imageVersionTag]: '9.2.1' }, signal);
    await untilImage(images.images, built, { deadline: seconds(20), signal });
    const shell = new FakeShell(() => answer);
    const sample = await openSampleEnvironment(
      cloud,
      environment,
      { imageId: built, shell: () => shell },
      signal,
    );
    open = Object.defineProperty(sample.open, 'state', {
      value: { ...sample.open.state, images: { confluence: 'ami-1' }, promoted: { confluence: built } },
    });
  });
  after(async () => {
    images.close();
    cloud.close();
    await memory.close();
  });

  it('is its image, what that brings by its tag, and what the application tells', async () => {
    answer = '{"name":"Confluence","version":"9.2.2"}';
    assert.deepEqual(await whatRuns(open, 'confluence', signal), {
      ...{ environment: 'staging', instance: 'confluence', image: built, remembered: built },
      ...{ brings: '9.2.1', tells: '9.2.2', tainted: false, leasedBy: undefined },
    });
  });

  it('is told also where the application says nothing, and where nobody answers for the root disk', async () => {
    answer = undefined;
    await taint(cloud.tags, (await open.instance('confluence', signal)).id, signal);
    const { tells, tainted } = await whatRuns(open, 'confluence', signal);
    assert.deepEqual({ tells, tainted }, { tells: undefined, tainted: true });
  });
});
