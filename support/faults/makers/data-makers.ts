import { z } from 'zod';
import { minutes } from '../../drill/time';
import { instanceNamed } from '../../environment/environment';
import { corruptFiles } from '../corrupt-files';
import { damageSuperblock } from '../damage-superblock';
import { deleteVolume } from '../delete-volume';
import { deleteWithBackups } from '../delete-with-backups';
import { denyFileAccess } from '../deny-file-access';
import { detachVolume } from '../detach-volume';
import { encryptFiles } from '../encrypt-files';
import { fillVolume } from '../fill-volume';
import { pauseVolumeIo } from '../pause-volume-io';
import { roleSoftware } from '../role-software';
import { shutDownFileSystem } from '../shut-down-file-system';
import { spoilings, spoilOldData } from '../spoil-old-data';
import { unmountVolume } from '../unmount-volume';
import { maker, type Maker, none, wholeNumber } from './maker';
import { onVolume, onContent, answers, faultInjectionRole } from './targets';

/** Faults of what a data volume holds, and of the volume itself. */
export const dataMakers: Readonly<Record<string, Maker>> = {
  'fill-volume': maker(
    z.strictObject({ Percent: wholeNumber.exactOptional() }),
    (context, target, { Percent }) =>
      fillVolume({
        ...onVolume(context, target),
        ...roleSoftware[target.role],
        ...(Percent === undefined ? {} : { percent: Percent }),
      }),
  ),

  'deny-file-access': maker(none, (context, target) =>
    denyFileAccess({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'unmount-volume': maker(none, (context, target) =>
    unmountVolume({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'corrupt-files': maker(z.strictObject({ files: wholeNumber }), (context, target, { files }) => {
    return corruptFiles({
      ...onContent(context, target),
      count: files,
      seed: context.seed,
      before: context.lastSnapshotAt(),
      environmentLease: context.environmentLease,
    });
  }),

  'encrypt-files': maker(none, (context, target) =>
    encryptFiles({ ...onContent(context, target), environmentLease: context.environmentLease }),
  ),

  'spoil-old-data': maker(z.strictObject({ what: z.enum(spoilings) }), (context, target, { what }) =>
    spoilOldData({ ...onVolume(context, target), what, environmentLease: context.environmentLease }),
  ),

  'damage-superblock': maker(none, (context, target) =>
    damageSuperblock({
      ...onVolume(context, target),
      ...roleSoftware[target.role],
      environmentLease: context.environmentLease,
    }),
  ),

  'delete-volume': maker(none, (context, target) =>
    deleteVolume({
      ...onVolume(context, target),
      volumes: context.cloud.volumes,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
      environmentLease: context.environmentLease,
    }),
  ),

  'shut-down-file-system': maker(none, (context, target) =>
    shutDownFileSystem({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'delete-with-backups': maker(
    z.strictObject({ and: z.string().transform((names) => names.split(' ')) }),
    (context, target, { and }) => {
      const { cloud, environment, environmentLease } = context;
      const names = [target.name, ...and].map((name) => instanceNamed(environment, name).name);
      return deleteWithBackups({
        names,
        ...cloud,
        dataVolume: (name, signal) => context.dataVolume(name, signal),
        answers: (name, signal) => answers(context, instanceNamed(environment, name), signal),
        environmentLease,
      });
    },
  ),

  'detach-volume': maker(none, (context, target) =>
    detachVolume({
      ...onVolume(context, target),
      ...roleSoftware[target.role],
      volumes: context.cloud.volumes,
      cloudLeases: context.cloud.leases,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
    }),
  ),

  'pause-volume-io': maker(z.strictObject({ minutes: wholeNumber }), (context, target, parameters) =>
    pauseVolumeIo({
      ...onVolume(context, target),
      atMost: minutes(parameters.minutes),
      role: faultInjectionRole(context.environment),
      volumes: context.cloud.volumes,
      ioPauses: context.cloud.ioPauses,
      cloudLeases: context.cloud.leases,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
    }),
  ),
};
