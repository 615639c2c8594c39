import type { Cloud } from '../cloud/connect-cloud';
import { makeSampleEnvironment, type SampleEnvironment } from '../cloud/sample-environment';
import type { Shell } from '../hosts/shell';
import type { Environment } from './environment';
import { OpenEnvironment } from './open-environment';
import type { Secrets } from './secrets';

/** An environment that is up as far as the cloud tells, with the ids of what it has. */
export interface SampleOpenEnvironment {
  readonly open: OpenEnvironment;
  readonly sample: SampleEnvironment;
}

/**
 * For tests: makes what an environment file declares, on a cloud that may hold no real machines, and opens it. It has a
 * golden snapshot, each instance's first port is open to the network, and a host is the shell that the test gives.
 */
export async function openSampleEnvironment(
  cloud: Cloud,
  environment: Environment,
  { imageId, shell }: { readonly imageId: string; readonly shell: (instance: string) => Shell },
  signal: AbortSignal,
): Promise<SampleOpenEnvironment> {
  const { name, network, instances } = environment;
  const sample = await makeSampleEnvironment(cloud, name, { imageId, ...network, instances }, signal);
  for (const { name: instance, ingress } of instances) {
    const group = sample.instances.get(instance)?.groupId;
    const port = ingress[0]?.port;
    if (group === undefined || port === undefined || port === 22) continue;
    const rule = { p: 'tcp', from: port, to: port, cidr: network.cidr, description: instance };
    await cloud.securityGroups.authorize(group, [rule], signal);
  }
  const golden = { set: 'golden-sample', takenAt: '2026-01-02T03:04:05.000Z', revision: '0', content: {} };
  const state = { version: 1, file: '', endpoint: '', revision: '0', images: {}, hosts: {}, golden } as const;
  const access = { stateFolder: '', connection: { endpoint: '', region: environment.cloud.region } };
  const open = new OpenEnvironment(environment, access, cloud, {} as Secrets, state);
  return { open: Object.assign(open, { host: shell }), sample };
}
