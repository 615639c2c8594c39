import { z } from 'zod';
import { seconds } from '../../drill/time';
import { instanceNamed } from '../../environment/environment';
import { changeConfiguration, zeroed } from '../configuration/change-configuration';
import { changeMonitorMap } from '../configuration/change-monitor-map';
import { damageIndex } from '../applications/damage-index';
import { driftConfiguration } from '../configuration/drift-configuration';
import { hangApplication } from '../applications/hang-application';
import { installBadVersion } from '../applications/install-bad-version';
import { installPackage } from '../configuration/install-package';
import { killApplication } from '../applications/kill-application';
import { memoryStress } from '../applications/memory-stress';
import { restartAfterCrash } from '../applications/restart-after-crash';
import { roleSoftware } from '../../environment/role-software';
import { startTooEarly } from '../applications/start-too-early';
import { maker, type Maker, none, wholeNumber } from './maker';
import { onHost, onVolume, configured, witness, admitted, firstPort } from './targets';

const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, { error: 'expected the name of a package' });

/** Faults of a program, of its memory, of what it is configured with and of its index. */
export const applicationMakers: Readonly<Record<string, Maker>> = {
  'kill-application': maker(none, (context, target) =>
    killApplication({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'hang-application': maker(none, (context, target) =>
    hangApplication({ ...onHost(context, target), ...roleSoftware[target.role] }),
  ),

  'restart-after-crash': maker(none, (context, target) => {
    const { status, staleFiles, unit } = roleSoftware[target.role];
    if (status === undefined || staleFiles.length === 0)
      throw new Error(`${target.name} has no lock that outlives its process`);
    return restartAfterCrash({ ...onVolume(context, target), unit, staleFiles, status });
  }),

  'start-too-early': maker(z.strictObject({ database: z.string() }), (context, target, { database }) => {
    const { status, ...software } = roleSoftware[target.role];
    if (status === undefined) throw new Error(`${target.name} says nowhere in which state it is`);
    const needed = instanceNamed(context.environment, database);
    return startTooEarly({
      ...onVolume(context, target),
      ...software,
      status,
      database: { ...onVolume(context, needed), ...roleSoftware[needed.role] },
    });
  }),

  'drift-configuration': maker(none, (context, target) => {
    const { drift, ...software } = roleSoftware[target.role];
    if (drift === undefined)
      throw new Error(
        `the configuration repository has no file of ${target.name}'s software that it would take changed`,
      );
    return driftConfiguration({
      ...onVolume(context, target),
      ...software,
      drift,
      witness: witness(context, admitted(context, target, firstPort(target))),
    });
  }),

  'memory-stress': maker(
    z.strictObject({ Percent: wholeNumber, Workers: wholeNumber, DurationSeconds: wholeNumber }),
    (context, target, { Percent, Workers, DurationSeconds }) =>
      memoryStress({
        ...onVolume(context, target),
        ...roleSoftware[target.role],
        percent: Percent,
        workers: Workers,
        duration: seconds(DurationSeconds),
      }),
  ),

  'install-bad-version': maker(none, (context, target) => {
    const { program, ...software } = roleSoftware[target.role];
    if (program === undefined) throw new Error(`${target.name} runs no program that is updated by itself`);
    return installBadVersion({ ...onVolume(context, target), ...software, program });
  }),

  'install-package': maker(z.strictObject({ name: packageName }), (context, target, { name }) =>
    installPackage({ ...onVolume(context, target), unit: roleSoftware[target.role].unit, name }),
  ),

  'change-configuration': maker(none, (context, target) => changeConfiguration(configured(context, target))),

  'zero-configuration': maker(none, (context, target) =>
    changeConfiguration({ ...configured(context, target), change: zeroed }),
  ),

  'damage-index': maker(none, (context, target) => {
    const { index } = roleSoftware[target.role];
    if (index === undefined) throw new Error(`${target.name} has no search index of its own`);
    return damageIndex({
      ...onVolume(context, target),
      folder: index.folder,
      environmentLease: context.environmentLease,
    });
  }),

  'change-monitor-map': maker(
    z.strictObject({ device: z.string(), port: wholeNumber }),
    (context, target, { device, port }) =>
      changeMonitorMap({
        ...onVolume(context, target),
        device,
        port,
        monitor: () => context.monitor(),
        environmentLease: context.environmentLease,
      }),
  ),
};
