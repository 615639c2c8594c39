import { z } from 'zod';
import { instanceNamed, instanceOfRole } from '../../environment/environment';
import { loginUser } from '../../environment/operator-files';
import { databaseUsers } from '../../environment/secrets';
import { addAccount } from '../attack/add-account';
import { alterFile } from '../configuration/alter-file';
import { alterationNames, alterations } from '../configuration/alterations';
import { deleteRowsFromOutside } from '../attack/delete-rows-from-outside';
import { expireCertificate } from '../configuration/expire-certificate';
import { guessPasswords } from '../attack/guess-passwords';
import { guessSshKeys } from '../attack/guess-ssh-keys';
import { holdConnections } from '../attack/hold-connections';
import { openPort } from '../attack/open-port';
import { plantBackDoor } from '../attack/plant-back-door';
import { revokeCertificate } from '../configuration/revoke-certificate';
import { roleSoftware } from '../../environment/role-software';
import { condition, identifier } from '../databases/sql-identifier';
import { maker, type Maker, none, wholeNumber } from './maker';
import { onHost, onVolume, witness, attackerIn, firstPort, groupOf } from './targets';

/** Attacks, and what they leave open. */
export const attackMakers: Readonly<Record<string, Maker>> = {
  'guess-ssh-keys': maker(z.strictObject({ tries: wholeNumber }), (context, target, { tries }) =>
    guessSshKeys({
      ...onHost(context, target),
      address: target.address,
      attacker: attackerIn(context),
      tries,
    }),
  ),

  'guess-passwords': maker(z.strictObject({ tries: wholeNumber }), (context, target, { tries }) => {
    const { instance, hostname } = context.environment.access.https;
    const { address } = instanceNamed(context.environment, instance);
    const { logInPath: path } = roleSoftware[target.role];
    if (path === undefined) throw new Error(`${target.name} has no log-in of its own`);
    return guessPasswords({
      ...onHost(context, target),
      path,
      web: { instance, address, hostname, host: context.host(instance) },
      attacker: attackerIn(context),
      names: ['workload', 'monitor', 'admin'],
      tries,
      environmentLease: context.environmentLease,
    });
  }),

  'hold-connections': maker(
    z.strictObject({ connections: wholeNumber }),
    (context, target, { connections }) =>
      holdConnections({
        ...onHost(context, target),
        address: target.address,
        port: firstPort(target),
        attacker: attackerIn(context),
        connections,
      }),
  ),

  'plant-back-door': maker(none, (context, target) => {
    const bastion = instanceOfRole(context.environment, 'bastion');
    return plantBackDoor({
      ...onHost(context, target),
      address: target.address,
      attacker: attackerIn(context),
      bastion: { address: bastion.address, host: context.host(bastion.name) },
      user: loginUser,
      stolenKey: () => context.administratorKey(),
      instances: context.cloud.instances,
      tags: context.cloud.tags,
      environmentLease: context.environmentLease,
    });
  }),

  'delete-rows-from-outside': maker(
    z.strictObject({ database: z.enum(databaseUsers), table: identifier, where: condition }),
    (context, target, { database, table, where }) => {
      const { environment, cloud, environmentLease } = context;
      const attacker = instanceOfRole(environment, 'attacker');
      const subnet = environment.network.subnets.find(({ name }) => name === attacker.subnet);
      if (subnet === undefined) throw new Error(`${attacker.name} has no subnet`);
      return deleteRowsFromOutside({
        ...onVolume(context, target),
        ...{ database, table, where, user: database, environmentLease },
        address: target.address,
        port: firstPort(target),
        stolenPassword: () => context.databasePassword(database),
        attacker: attackerIn(context),
        openedTo: subnet.cidr,
        securityGroups: cloud.securityGroups,
        cloudLeases: cloud.leases,
        groupOf: (signal) => groupOf(context, target.name, signal),
      });
    },
  ),

  'alter-file': maker(z.strictObject({ change: z.enum(alterationNames) }), (context, target, { change }) => {
    const alteration = alterations[change];
    if (alteration.role !== target.role) throw new Error(`${change} is nothing of ${target.name}`);
    return alterFile({
      ...onHost(context, target),
      address: target.address,
      alteration,
      witness: witness(context, context.environment.monitoring.instance),
    });
  }),

  'expire-certificate': maker(none, (context, target) => {
    const { certificate } = roleSoftware[target.role];
    if (certificate === undefined) throw new Error(`${target.name} hands out no certificate`);
    return expireCertificate({
      ...onHost(context, target),
      address: target.address,
      port: firstPort(target),
      certificate,
      ended: () => context.endedCertificate(target.role),
      witness: witness(context, context.environment.monitoring.instance),
    });
  }),

  'revoke-certificate': maker(none, (context, target) => {
    const { certificate } = roleSoftware[target.role];
    if (certificate === undefined) throw new Error(`${target.name} hands out no certificate`);
    return revokeCertificate({
      ...onHost(context, target),
      address: target.address,
      port: firstPort(target),
      file: certificate.revocationList,
      list: () => context.listRevoking(target.role),
      witness: witness(context, context.environment.monitoring.instance),
    });
  }),

  'open-port': maker(z.strictObject({ port: wholeNumber }), (context, target, { port }) =>
    openPort({ ...onHost(context, target), port }),
  ),

  'add-account': maker(z.strictObject({ account: identifier }), (context, target, { account }) =>
    addAccount({ ...onVolume(context, target), account, environmentLease: context.environmentLease }),
  ),
};
