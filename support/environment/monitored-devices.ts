import { instanceNamed, type Environment, type MonitoredDevice } from './environment';

const FIELDS = ['MapName', 'Name', 'IMProbe', 'PollInterval', 'TimeOut', 'MaxTries'];
const NRPE = 5666;
/** Filled in on the monitor's own host; hexadecimal, so that it needs no encoding. */
const PASSWORD = '@@secret:user.monitor@@';

/**
 * The environment's devices as an InterMapper import (tab format, directive line first). Devices are matched by map
 * and name, so importing twice changes nothing.
 */
export function monitoredDevices(environment: Environment): string {
  const { pollInterval, timeout, tries, devices } = environment.monitoring;
  const all = FIELDS.join(',');
  const settings = FIELDS.slice(2).join(',');
  const directive = [
    '#',
    'format=tab',
    'table=devices',
    `fields=${all}`,
    'match=MapName,Name',
    `modify=${settings}`,
    `insert=${all}`,
  ];
  const lines = devices.map((device) => [
    environment.name,
    device.name,
    probeUrl(environment, device),
    (device.pollInterval ?? pollInterval) / 1000,
    (device.timeout ?? timeout) / 1000,
    tries,
  ]);
  return [directive, ...lines].map((cells) => cells.join('\t')).join('\n');
}

/** `improbe://address:port/probe?parameter=value&…`, everything percent-encoded. */
function probeUrl(environment: Environment, device: MonitoredDevice): string {
  const { probe, port, parameters } = probeOf(environment, device);
  const query = Object.entries(parameters)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${value === PASSWORD ? value : encodeURIComponent(value)}`,
    )
    .join('&');
  const at = port === undefined ? device.instance : `${device.instance}:${String(port)}`;
  return `improbe://${at}/${probe}${query === '' ? '' : `?${query}`}`;
}

interface Probe {
  readonly probe: string;
  readonly port?: number;
  readonly parameters: Readonly<Record<string, string>>;
}

function probeOf(environment: Environment, device: MonitoredDevice): Probe {
  switch (device.probe) {
    case 'ssh':
      return { probe: 'com.dartware.tcp.ssh', port: device.port, parameters: {} };
    case 'ldap':
      return { probe: 'com.dartware.tcp.ldap', port: device.port, parameters: { 'Base DN': device.base } };
    case 'mysql':
      return {
        probe: 'local.tcp.mysql',
        port: device.port,
        parameters: { 'Options file': '/etc/intermapper/mysql.cnf' },
      };
    case 'ping':
      return {
        probe: 'com.dartware.nagios.template',
        // Of 20 echoes, as many as the plugin sends, three lost are no accident; all within the time-out of a poll.
        parameters: { Plugin: 'check_icmp -H ${ADDRESS} -n 20 -i 30ms -w 500,5% -c 600,15%' },
      };
    case 'disk':
      return {
        probe: 'com.dartware.nagios.template',
        parameters: {
          // What agents of other instances answer to check_data_volume, in bytes and inodes.
          Plugin: `check_disk -E -w 20% -c 5% -W 20% -K 5% -p ${instanceNamed(environment, device.instance).volume.mount}`,
        },
      };
    case 'http':
      return {
        probe: 'com.dartware.tcp.http',
        port: device.port,
        parameters: { 'URL Path': device.path, 'String to verify': device.expect },
      };
    case 'https':
      return {
        probe: 'com.dartware.tcp.https',
        port: device.port,
        parameters: {
          // The name that the certificate is for, and that people use.
          'Host Name': environment.access.https.hostname,
          'URL Path': device.path,
          'String to verify': device.expect,
          ...logIn(device),
        },
      };
    case 'nrpe':
      return {
        probe: 'com.dartware.nagios.template',
        port: NRPE,
        parameters: {
          // -u: an agent that cannot be reached is Down, not Critical.
          Plugin: `check_nrpe -u -H \${ADDRESS} -p \${PORT} -c ${device.command}`,
        },
      };
  }
}

const logIn = ({ logIn: wanted }: { readonly logIn: boolean }): Readonly<Record<string, string>> =>
  wanted ? { 'User ID': 'monitor', Password: PASSWORD } : {};
