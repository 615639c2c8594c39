import { z } from 'zod';
import { milliseconds, seconds } from '../../drill/time';
import { instanceNamed, instanceOfRole } from '../../environment/environment';
import { aclOf } from '../../environment/subnet-acl';
import { allowEgress } from '../network/allow-egress';
import { associateAddress } from '../network/associate-address';
import { blackholePort } from '../network/blackhole-port';
import { blockNetwork } from '../network/block-network';
import { disruptConnectivity } from '../network/disrupt-connectivity';
import { isolateInstance } from '../network/isolate-instance';
import { limitBandwidth } from '../network/limit-bandwidth';
import { losePackets } from '../network/lose-packets';
import { misdirectName } from '../network/misdirect-name';
import { networkLatency } from '../network/network-latency';
import { revokeIngress } from '../network/revoke-ingress';
import { roleSoftware } from '../../environment/role-software';
import { maker, type Maker, none, wholeNumber } from './maker';
import {
  onHost,
  namedIn,
  witness,
  onBastion,
  admitted,
  letsIn,
  isNobodys,
  firstPort,
  groupOf,
  SSH,
} from './targets';

/** Faults of the ways between instances. */
export const networkMakers: Readonly<Record<string, Maker>> = {
  'allow-egress': maker(none, (context, target) =>
    allowEgress({
      ...onHost(context, target),
      other: instanceOfRole(context.environment, 'bastion').address,
    }),
  ),

  'blackhole-port': maker(
    z.union([
      z.strictObject({ port: wholeNumber, from: z.string().exactOptional() }),
      z.strictObject({ port: z.literal('all'), seconds: wholeNumber }),
    ]),
    (context, target, { port, ...rest }) => {
      const askedAt = port === 'all' ? SSH : port;
      const from = 'from' in rest ? instanceNamed(context.environment, rest.from) : undefined;
      return blackholePort({
        ...onHost(context, target),
        address: target.address,
        port,
        ...(from === undefined ? {} : { from: { ...witness(context, from.name), address: from.address } }),
        ...('seconds' in rest ? { lasts: seconds(rest.seconds) } : {}),
        askedAt,
        witness: witness(context, admitted(context, target, askedAt, from?.name)),
      });
    },
  ),

  'network-packet-loss': maker(
    z.strictObject({ lossPercent: wholeNumber }),
    (context, target, { lossPercent }) =>
      losePackets({
        ...onHost(context, target),
        address: target.address,
        lossPercent,
        // Who pings it, and so is let in to.
        witness: witness(context, context.environment.monitoring.instance),
      }),
  ),

  'network-latency': maker(
    z.strictObject({ DelayMilliseconds: wholeNumber }),
    (context, target, { DelayMilliseconds }) =>
      networkLatency({
        ...onHost(context, target),
        address: target.address,
        delay: milliseconds(DelayMilliseconds),
        // Who pings it, and so is let in to.
        witness: witness(context, context.environment.monitoring.instance),
      }),
  ),

  'limit-bandwidth': maker(
    z.strictObject({ kilobitsPerSecond: wholeNumber }),
    (context, target, { kilobitsPerSecond }) =>
      limitBandwidth({ ...onHost(context, target), port: firstPort(target), kilobitsPerSecond }),
  ),

  'isolate-instance': maker(none, (context, target) => {
    const bastion = instanceOfRole(context.environment, 'bastion');
    if (target.name === bastion.name) throw new Error(`nobody would reach ${target.name} any more`);
    return isolateInstance({
      ...onHost(context, target),
      address: target.address,
      bastion: { ...witness(context, bastion.name), address: bastion.address },
      other: letsIn(context, target.name),
    });
  }),

  'block-network': maker(z.strictObject({ from: z.string() }), (context, target, { from }) => {
    const sender = instanceNamed(context.environment, from);
    const { monitoring } = context.environment;
    const watcher = monitoring.devices.length > 0 ? monitoring.instance : target.name;
    return blockNetwork({
      from: { ...onHost(context, sender), subnet: sender.subnet },
      to: { ...onHost(context, target), address: target.address, port: firstPort(target) },
      witness: witness(context, watcher),
      networkAcls: context.cloud.networkAcls,
      cloudLeases: context.cloud.leases,
      aclOf: (subnet, signal) => aclOf(context, subnet, signal),
    });
  }),

  'revoke-ingress': maker(none, (context, target) =>
    revokeIngress({
      ...onHost(context, target),
      address: target.address,
      port: firstPort(target),
      securityGroups: context.cloud.securityGroups,
      cloudLeases: context.cloud.leases,
      groupOf: (signal) => groupOf(context, target.name, signal),
      witness: witness(context, admitted(context, target, firstPort(target))),
    }),
  ),

  'associate-address': maker(z.strictObject({ to: z.string() }), (context, target, { to }) => {
    const { environment, cloud, environmentLease } = context;
    if (!target.elasticIp) throw new Error(`${target.name} is declared without an Elastic IP address`);
    return associateAddress({
      ...onHost(context, target),
      to: instanceNamed(environment, to).name,
      instances: cloud.instances,
      addresses: cloud.addresses,
      answered: (signal) => context.peopleAreAnswered(signal),
      environmentLease,
    });
  }),

  'misdirect-name': maker(
    z.strictObject({ name: z.string(), address: z.ipv4() }),
    (context, target, { name, address: wrong }) => {
      const { environment } = context;
      const to = instanceNamed(environment, name);
      if (!isNobodys(environment, wrong))
        throw new Error(`${wrong} is not an address of ${environment.name}'s network that no instance has`);
      return misdirectName({
        ...onHost(context, target),
        unit: roleSoftware[target.role].unit,
        name,
        address: to.address,
        port: firstPort(to),
        wrong,
      });
    },
  ),

  'disrupt-connectivity': maker(none, (context, target) => {
    const { environment } = context;
    const { subnet } = target;
    const others = environment.instances.filter(
      (each) => each.subnet === subnet && each.name !== target.name,
    );
    const bastion = onBastion(context);
    if (instanceNamed(environment, bastion.instance).subnet === subnet)
      throw new Error(`${subnet} is the bastion's own subnet: nobody would be left to put it back`);
    return disruptConnectivity({
      subnet,
      instances: [target, ...others].map(({ name, address }) => ({
        instance: name,
        address,
        named: namedIn(context, { name }),
      })),
      port: SSH,
      witness: bastion,
      networkAcls: context.cloud.networkAcls,
      cloudLeases: context.cloud.leases,
      aclOf: (of, signal) => aclOf(context, of, signal),
    });
  }),
};
