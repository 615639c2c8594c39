import { action } from '../action';
import { declaredMap } from './compare-monitor-map';
import { noParameters } from '../no-parameters';

/** Imports the environment file's devices into the monitor's map, matched by map and name. It deletes none. */
export const importMonitorMap = action({
  name: 'import-monitor-map',
  parameters: noParameters,
  commands: (_, { target }) => [
    `ssh ${target} 'sudo curl --silent --user admin --data-binary @/srv/monitor/InterMapper_Settings/devices.tab https://${target}/~import/devices.tab'  # the password is monitor.admin's`,
  ],
  async run(_, context, signal) {
    const monitor = context.monitor();
    try {
      const table = declaredMap(context);
      await monitor.importTable('devices.tab', table, signal);
      return `${String(context.environment.monitoring.devices.length)} devices are imported`;
    } finally {
      monitor.close();
    }
  },
});
