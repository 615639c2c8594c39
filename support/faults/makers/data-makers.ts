import { z } from 'zod';
import { minutes } from '../../drill/time';
import { drillOnly } from '../../environment/drill-snapshots';
import { instanceNamed } from '../../environment/environment';
import { ageOffSiteCopy } from '../archives/age-off-site-copy';
import { corruptFiles } from '../files/corrupt-files';
import { damageSuperblock } from '../volumes/damage-superblock';
import { ARCHIVE_STAGING } from '../archives/archive-staging';
import { deleteDamagedVolume } from '../volumes/delete-damaged-volume';
import { deleteVolume } from '../volumes/delete-volume';
import { deleteWithBackups } from '../archives/delete-with-backups';
import { denyFileAccess } from '../files/deny-file-access';
import { detachVolume } from '../volumes/detach-volume';
import { encryptFiles } from '../files/encrypt-files';
import { exhaustInodes } from '../volumes/exhaust-inodes';
import { fillVolume } from '../volumes/fill-volume';
import { pauseVolumeIo } from '../volumes/pause-volume-io';
import { roleSoftware } from '../../environment/role-software';
import { shutDownFileSystem } from '../volumes/shut-down-file-system';
import { spoilings, spoilOldData } from '../databases/spoil-old-data';
import { unmountVolume } from '../volumes/unmount-volume';
import { maker, type Maker, none, wholeNumber } from './maker';
import { onHost, onVolume, onContent, answers, faultInjectionRole } from './targets';

/** The root volume, and by what it is filled. */
const fillings = {
  /** A log that nobody rotates. */
  root: { mount: '/', user: 'root', folder: '/var/log', filler: '/var/log/debug.log' },
  /** What restic leaves of checks that were killed: a cache of each, where the copy off site has its room on the way. */
  'archive-staging': {
    ...{ mount: '/', user: 'root', folder: ARCHIVE_STAGING },
    filler: `${ARCHIVE_STAGING}/restic-check-cache-071071071/firedrill-filler`,
  },
} as const;

/** Faults of what a data volume holds, and of the volume itself; one of the root volume. */
export const dataMakers: Readonly<Record<string, Maker>> = {
  'fill-volume': maker(
    z.strictObject({
      Percent: wholeNumber.exactOptional(),
      volume: z.enum(['root', 'archive-staging']).exactOptional(),
    }),
    (context, target, { Percent, volume }) =>
      fillVolume({
        ...onVolume(context, target),
        ...roleSoftware[target.role],
        ...(volume === undefined ? {} : { ...onHost(context, target), ...fillings[volume] }),
        ...(Percent === undefined ? {} : { percent: Percent }),
      }),
  ),

  'exhaust-inodes': maker(none, (context, target) => {
    const { temporary, user } = roleSoftware[target.role];
    if (temporary === undefined) throw new Error(`${target.name} has no folder for temporary files`);
    const { environmentLease } = context;
    return exhaustInodes({ ...onVolume(context, target), temporary, user, environmentLease });
  }),

  'deny-file-access': maker(none, (context, target) =>
    denyFileAccess({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'unmount-volume': maker(none, (context, target) =>
    unmountVolume({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'corrupt-files': maker(z.strictObject({ files: wholeNumber }), (context, target, { files }) => {
    const hasSource = roleSoftware[target.role].content?.hasSource === true;
    return corruptFiles({
      ...onContent(context, target),
      count: files,
      seed: context.seed,
      ...(hasSource ? {} : { before: context.lastSnapshotAt() }),
      environmentLease: context.environmentLease,
    });
  }),

  'encrypt-files': maker(none, (context, target) =>
    encryptFiles({ ...onContent(context, target), environmentLease: context.environmentLease }),
  ),

  'age-off-site-copy': maker(z.strictObject({ hours: wholeNumber }), (context, target, { hours }) =>
    ageOffSiteCopy({
      ...onVolume(context, target),
      root: roleSoftware[target.role].folder,
      hours,
      environmentLease: context.environmentLease,
    }),
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

  'delete-damaged-volume': maker(none, (context, target) =>
    deleteDamagedVolume({
      ...onVolume(context, target),
      unit: roleSoftware[target.role].unit,
      volumes: context.cloud.volumes,
      snapshots: context.cloud.snapshots,
      tags: { ...drillOnly, 'firedrill:instance': target.name },
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
