import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { startCloudInMemory, type CloudInMemory } from '../fixtures/cloud/server/cloud-in-memory';
import type { Comparison } from './compare';

const FEW = 20;
const MANY = 200;

/** Whether the control plane's answers grow with what is asked for, and no faster. */
export async function embeddedCloud(): Promise<{ comparisons: Comparison[]; close(): Promise<void> }> {
  const [few, many] = [await withInstances(FEW), await withInstances(MANY)];
  const describe = (cloud: CloudInMemory) => async () => {
    const { Reservations } = await cloud.client.send(new DescribeInstancesCommand({}));
    if (Reservations === undefined) throw new Error('DescribeInstances answered without reservations');
  };
  return {
    comparisons: [
      {
        title: `DescribeInstances: ${String(MANY)} instances against ${String(FEW)}`,
        base: { name: `${String(FEW)} instances`, run: describe(few) },
        other: { name: `${String(MANY)} instances`, run: describe(many) },
      },
    ],
    close: async () => {
      await few.close();
      await many.close();
    },
  };
}

async function withInstances(count: number): Promise<CloudInMemory> {
  const cloud = await startCloudInMemory();
  const { Vpc } = await cloud.client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { Subnet } = await cloud.client.send(
    new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.0.0.0/20' }),
  );
  for (let made = 0; made < count; made += FEW) {
    await cloud.client.send(
      new RunInstancesCommand({
        ImageId: cloud.imageId,
        SubnetId: Subnet?.SubnetId,
        MinCount: FEW,
        MaxCount: FEW,
        InstanceType: 't3.micro',
      }),
    );
  }
  return cloud;
}
