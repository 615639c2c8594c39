import { heading, table, text, type DesignPage } from '../../../reports/design/design-page';
import { healthCheckDevice } from '../../monitoring/health-checks';
import { statusCheckDevice } from '../../monitoring/status-checks';
import type { Environment, MonitoredDevice } from '../../environment/environment';
import { inWords } from '../../recovery/runbook/render-runbook';

/** What raises an alarm: the monitor's devices, and what is watched from outside of it. */
export function monitoringPage({ monitoring }: Environment): DesignPage {
  const { instance, pollInterval, timeout, tries, devices, statusChecks, healthChecks } = monitoring;
  return {
    name: 'monitoring',
    title: 'Monitoring',
    blocks: [
      text(
        `\`${instance}\` (InterMapper) asks each device every ${inWords(pollInterval)} unless told, waits ${inWords(timeout)} for an answer, and raises the alarm when ${String(tries)} in a row were no good ones.`,
      ),
      heading('Devices'),
      table(
        ['Device', 'Instance', 'What is asked', 'A good answer', 'Every'],
        devices.map((device) => [
          `**${device.name}**`,
          device.instance,
          ...askedWords(device),
          inWords(device.pollInterval ?? pollInterval),
        ]),
      ),
      heading('Watched from outside of the monitor'),
      text('It cannot tell of itself, nor of the way to it.'),
      table(
        ['Device', 'What is asked', 'As'],
        [
          ...statusChecks.map((name) => [
            `**${statusCheckDevice(name)}**`,
            'EC2: the state and the status checks of the instance',
            'an alarm of Amazon CloudWatch on StatusCheckFailed',
          ]),
          ...healthChecks.map((name) => [
            `**${healthCheckDevice(name)}**`,
            'the program on it, whether it answers',
            'a health check of Amazon Route 53',
          ]),
        ],
      ),
    ],
  };
}

/** What is asked, and what a good answer is. */
function askedWords(device: MonitoredDevice): readonly [string, string] {
  switch (device.probe) {
    case 'http':
    case 'https': {
      const logIn = device.probe === 'https' && device.logIn ? ', logged in' : '';
      return [
        `\`${device.probe}://${device.instance}:${String(device.port)}${device.path}\`${logIn}`,
        `has \`${device.expect}\``,
      ];
    }
    case 'nrpe':
      return [`NRPE command \`${device.command}\``, 'OK'];
    case 'ping':
      return ['echo requests', 'most come back, and soon'];
    case 'disk':
      return ['how full its own data volume is', 'not near its bound'];
    case 'ldap':
      return [`LDAP port ${String(device.port)}, base \`${device.base}\``, 'an entry'];
    case 'mysql':
      return [`MySQL port ${String(device.port)}`, 'a log-in'];
    case 'ssh':
      return [`SSH port ${String(device.port)}`, 'a greeting'];
  }
}
