import { z } from 'zod';
import { monitoredDevices } from '../../../environment/monitored-devices';
import { MAP_FIELDS, mapDifferences, mapEntries } from '../../../monitoring/map-differences';
import { action } from '../action';
import type { ActionContext } from '../context';

/** The environment's devices as an import of the monitor, with the password that they log in by. */
export const declaredMap = ({ environment, secret }: Pick<ActionContext, 'environment' | 'secret'>): string =>
  monitoredDevices(environment).replaceAll('@@secret:user.monitor@@', secret('user.monitor'));

/**
 * Compares the monitor's map, as it exports it, with the environment file. `differs` is expected where a change is looked for:
 * it fails when there is none, for then the alarm has another cause.
 */
export const compareMonitorMap = action({
  name: 'compare-monitor-map',
  parameters: z.strictObject({ expect: z.enum(['differs', 'same']) }),
  commands: (_, { environment, target }) => [
    `ssh ${target} 'curl --silent --user admin https://${target}/~export/devices.tab?fields=${MAP_FIELDS.join(',')}'  # the password is monitor.admin's`,
    `# against monitoring.devices in the file of ${environment.name}`,
  ],
  async run({ expect }, context, signal) {
    const monitor = context.monitor();
    try {
      const found = mapEntries(await monitor.table(MAP_FIELDS, signal));
      const differences = mapDifferences(found, mapEntries(declaredMap(context)));
      const observed =
        differences.length === 0
          ? `all ${String(found.length)} devices are as the environment file declares them`
          : `the map is not as declared: ${differences.join('; ')}`;
      if (differences.length > 0 !== (expect === 'differs')) throw new Error(observed);
      return observed;
    } finally {
      monitor.close();
    }
  },
});
