import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { SubnetId, VpcId } from './ids';
import { tagFilters, tagsOf, tagSpecification } from './tags';

export interface Subnet {
  readonly id: SubnetId;
  /** The environment file's name of it. */
  readonly name: string;
  readonly cidr: string;
  readonly availabilityZone: string;
}

/** One VPC per environment. Every `ensure` takes what is there and makes what is not. */
export interface VirtualNetwork {
  find(signal: AbortSignal): Promise<VpcId | undefined>;
  ensureVpc(cidr: string, signal: AbortSignal): Promise<VpcId>;
  subnets(vpcId: VpcId, signal: AbortSignal): Promise<readonly Subnet[]>;
  ensureSubnet(vpcId: VpcId, name: string, cidr: string, signal: AbortSignal): Promise<Subnet>;
  /** An internet gateway, and a default route to it for these subnets. */
  ensureInternet(vpcId: VpcId, subnets: readonly SubnetId[], signal: AbortSignal): Promise<void>;
  /**
   * Gateway, subnets, route tables and the VPC itself; what else is in it must be gone before.
   * @param withoutSubnets called when the subnets are gone, for what only they held
   */
  remove(vpcId: VpcId, signal: AbortSignal, withoutSubnets: () => Promise<void>): Promise<void>;
}

const subnetTag = 'firedrill:subnet';

export function virtualNetworkOf({ client, guard, ownTags, environment }: CloudSession): VirtualNetwork {
  const own = tagFilters({ 'firedrill:environment': environment });

  const find = async (signal: AbortSignal): Promise<VpcId | undefined> => {
    const answer = await client.send(new DescribeVpcsCommand({ Filters: own }), { abortSignal: signal });
    const [vpc, ...more] = answer.Vpcs ?? [];
    if (more.length > 0) throw new Error(`${environment} has ${String(more.length + 1)} VPCs; expected one`);
    return vpc?.VpcId as VpcId | undefined;
  };

  const subnets = async (vpcId: VpcId, signal: AbortSignal): Promise<readonly Subnet[]> => {
    const answer = await client.send(
      new DescribeSubnetsCommand({ Filters: [...own, { Name: 'vpc-id', Values: [vpcId] }] }),
      { abortSignal: signal },
    );
    return (answer.Subnets ?? []).map((found) => ({
      id: found.SubnetId as SubnetId,
      name: tagsOf(found.Tags)[subnetTag] ?? '',
      cidr: found.CidrBlock ?? '',
      availabilityZone: found.AvailabilityZone ?? '',
    }));
  };

  const gatewayOf = async (vpcId: VpcId, signal: AbortSignal): Promise<string | undefined> => {
    const answer = await client.send(
      new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }] }),
      { abortSignal: signal },
    );
    return answer.InternetGateways?.[0]?.InternetGatewayId;
  };

  const routeTables = async (vpcId: VpcId, signal: AbortSignal) => {
    const answer = await client.send(
      new DescribeRouteTablesCommand({ Filters: [...own, { Name: 'vpc-id', Values: [vpcId] }] }),
      { abortSignal: signal },
    );
    return answer.RouteTables ?? [];
  };

  return {
    find,
    subnets,

    async ensureVpc(cidr, signal) {
      const found = await find(signal);
      if (found !== undefined) return found;
      await guard.assertOwn([], signal);
      const answer = await client.send(
        new CreateVpcCommand({
          CidrBlock: cidr,
          TagSpecifications: [tagSpecification('vpc', ownTags({}, environment))],
        }),
        { abortSignal: signal },
      );
      const id = answer.Vpc?.VpcId as VpcId;
      guard.made(id);
      await client.send(new ModifyVpcAttributeCommand({ VpcId: id, EnableDnsHostnames: { Value: true } }), {
        abortSignal: signal,
      });
      return id;
    },

    async ensureSubnet(vpcId, name, cidr, signal) {
      const found = (await subnets(vpcId, signal)).find((subnet) => subnet.name === name);
      if (found !== undefined) {
        if (found.cidr === cidr) return found;
        throw new Error(
          `subnet ${name} (${found.id}) has ${found.cidr} but ${cidr} is declared; take the environment down first`,
        );
      }
      await guard.assertOwn([vpcId], signal);
      const tags = ownTags({ [subnetTag]: name }, `${environment}-${name}`);
      const answer = await client.send(
        new CreateSubnetCommand({
          VpcId: vpcId,
          CidrBlock: cidr,
          TagSpecifications: [tagSpecification('subnet', tags)],
        }),
        { abortSignal: signal },
      );
      const id = answer.Subnet?.SubnetId as SubnetId;
      guard.made(id);
      return { id, name, cidr, availabilityZone: answer.Subnet?.AvailabilityZone ?? '' };
    },

    async ensureInternet(vpcId, subnetIds, signal) {
      await guard.assertOwn([vpcId, ...subnetIds], signal);
      let gateway = await gatewayOf(vpcId, signal);
      if (gateway === undefined) {
        const answer = await client.send(
          new CreateInternetGatewayCommand({
            TagSpecifications: [tagSpecification('internet-gateway', ownTags({}, environment))],
          }),
          { abortSignal: signal },
        );
        gateway = answer.InternetGateway?.InternetGatewayId ?? '';
        guard.made(gateway);
        await client.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpcId }), {
          abortSignal: signal,
        });
      }
      let [table] = await routeTables(vpcId, signal);
      if (table === undefined) {
        const answer = await client.send(
          new CreateRouteTableCommand({
            VpcId: vpcId,
            TagSpecifications: [tagSpecification('route-table', ownTags({}, `${environment}-internet`))],
          }),
          { abortSignal: signal },
        );
        table = answer.RouteTable ?? {};
        guard.made(table.RouteTableId ?? '');
      }
      const tableId = table.RouteTableId ?? '';
      await guard.assertOwn([tableId], signal);
      if (!(table.Routes ?? []).some((route) => route.DestinationCidrBlock === '0.0.0.0/0')) {
        await client.send(
          new CreateRouteCommand({
            RouteTableId: tableId,
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: gateway,
          }),
          { abortSignal: signal },
        );
      }
      const associated = new Set((table.Associations ?? []).map((association) => association.SubnetId));
      for (const subnetId of subnetIds) {
        if (associated.has(subnetId)) continue;
        await client.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: subnetId }), {
          abortSignal: signal,
        });
      }
    },

    async remove(vpcId, signal, withoutSubnets) {
      const options = { abortSignal: signal };
      await guard.assertOwn([vpcId], signal);
      const gateway = await gatewayOf(vpcId, signal);
      if (gateway !== undefined) {
        await guard.assertOwn([gateway], signal);
        await client.send(
          new DetachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpcId }),
          options,
        );
        await client.send(new DeleteInternetGatewayCommand({ InternetGatewayId: gateway }), options);
      }
      for (const subnet of await subnets(vpcId, signal)) {
        await guard.assertOwn([subnet.id], signal);
        await client.send(new DeleteSubnetCommand({ SubnetId: subnet.id }), options);
      }
      await withoutSubnets();
      for (const { RouteTableId: id = '' } of await routeTables(vpcId, signal)) {
        await guard.assertOwn([id], signal);
        await client.send(new DeleteRouteTableCommand({ RouteTableId: id }), options);
      }
      await client.send(new DeleteVpcCommand({ VpcId: vpcId }), options);
    },
  };
}
