import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When(
  'the network from {instance} to {instance} is blocked',
  function (this: DrillWorld, from: string, to: string) {
    return this.drill.inject('block-network', to, { from });
  },
);

When(
  'the security group of {instance} lets nobody in to its port',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('revoke-ingress', instance);
  },
);

When(
  "{system} cannot reach {system}'s port {int}",
  function (this: DrillWorld, from: string, to: string, port: number) {
    return this.drill.inject('blackhole-port', to, { port: String(port), from });
  },
);

When(
  'on {instance} the name {instance} leads to {address}',
  function (this: DrillWorld, instance: string, name: string, address: string) {
    return this.drill.inject('misdirect-name', instance, { name, address });
  },
);

When('the subnet of {instance} is isolated', function (this: DrillWorld, instance: string) {
  return this.drill.inject('disrupt-connectivity', instance);
});

When(
  '{int} percent of the packets to {instance} are lost',
  function (this: DrillWorld, percent: number, instance: string) {
    return this.drill.inject('network-packet-loss', instance, { lossPercent: String(percent) });
  },
);

When(
  'every packet that {instance} sends is {int} milliseconds late',
  function (this: DrillWorld, instance: string, delay: number) {
    return this.drill.inject('network-latency', instance, { DelayMilliseconds: String(delay) });
  },
);

When(
  '{instance} has a bandwidth of {int} kilobits a second',
  function (this: DrillWorld, instance: string, kilobits: number) {
    return this.drill.inject('limit-bandwidth', instance, { kilobitsPerSecond: String(kilobits) });
  },
);

When('{system} is cut off from everybody but the bastion', function (this: DrillWorld, instance: string) {
  return this.drill.inject('isolate-instance', instance);
});
