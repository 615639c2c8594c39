import { z } from 'zod';
import { instanceNamed } from '../../environment/environment';
import { breakBoot } from '../instances/break-boot';
import { cutPower } from '../instances/cut-power';
import { hangInstance } from '../instances/hang-instance';
import { hangSshd } from '../instances/hang-sshd';
import { noOp } from '../no-op';
import { runWithoutMetadata } from '../instances/run-without-metadata';
import { sshGreeting } from '../instances/ssh-greeting';
import { stopInstance } from '../instances/stop-instance';
import { terminateInstance } from '../instances/terminate-instance';
import { maker, type Maker, none } from './maker';
import { onHost, namedIn, inCloud, onBastion, admitted, witness, SSH } from './targets';

/** Faults of whole instances. */
export const instanceMakers: Readonly<Record<string, Maker>> = {
  'stop-instance': maker(none, (context, target) =>
    stopInstance({
      ...inCloud(context, target),
      cloudLeases: context.cloud.leases,
      boot: context.environment.safety.boot,
    }),
  ),

  'cut-power': maker(none, (context, target) => cutPower(inCloud(context, target))),

  'terminate-instance': maker(
    z.strictObject({ with: z.string().exactOptional() }),
    (context, target, also) => {
      const others = also.with === undefined ? [] : [instanceNamed(context.environment, also.with)];
      return terminateInstance({
        struck: [target, ...others].map((each) => inCloud(context, each)),
        instances: context.cloud.instances,
        environmentLease: context.environmentLease,
      });
    },
  ),

  'run-without-metadata': maker(none, (context, target) =>
    runWithoutMetadata({
      instance: target.name,
      instances: context.cloud.instances,
      environmentLease: context.environmentLease,
      runAgain: (signal) => context.runWithoutMetadata(target.name, signal),
    }),
  ),

  'hang-instance': maker(none, (context, target) =>
    hangInstance({
      ...onHost(context, target),
      address: target.address,
      witness: onBastion(context),
      environmentLease: context.environmentLease,
    }),
  ),

  'hang-sshd': maker(none, (context, target) =>
    hangSshd({
      ...onHost(context, target),
      address: target.address,
      witness: witness(context, admitted(context, target, SSH)),
      instances: context.cloud.instances,
      tags: context.cloud.tags,
      environmentLease: context.environmentLease,
    }),
  ),

  'break-boot': maker(none, (context, target) =>
    breakBoot({
      ...onHost(context, target),
      instances: context.cloud.instances,
      accepts: async (signal) =>
        (await sshGreeting(onBastion(context).host, target.address, signal)) !== 'nothing',
      environmentLease: context.environmentLease,
    }),
  ),

  'no-op': maker(none, (context, target) => noOp(target.name, namedIn(context, target))),
};
