import { renderConfiguration } from './configuration';
import type { Environment, InstanceDeclaration, MonitoredDevice } from './environment';

const INTERVALS = ['pollInterval', 'timeout'];

/**
 * An environment with what may differ between two that are declared alike taken from the other: its name and that of its cloud,
 * addresses, subnets, sizes and types, the monitor's intervals, the seeded content, when archives are due, and who attacks. What is left is what hosts
 * are and do.
 */
function likened(environment: Environment, to: Environment): Environment {
  const own = new Map(environment.instances.map((instance) => [instance.name, instance]));
  const shared = to.instances.flatMap((theirs): readonly InstanceDeclaration[] => {
    const ours = own.get(theirs.name);
    if (ours === undefined) return theirs.role === 'attacker' ? [theirs] : [];
    const { subnet, address, type, elasticIp } = theirs;
    const { sizeGiB } = theirs.volume;
    return [
      {
        ...ours,
        subnet,
        address,
        type,
        elasticIp,
        public: theirs.public,
        volume: { ...ours.volume, sizeGiB },
      },
    ];
  });
  const others = environment.instances.filter(({ name }) => !to.instances.some((each) => each.name === name));
  const { pollInterval, timeout, tries } = to.monitoring;
  return {
    ...environment,
    ...{ name: to.name, cloud: to.cloud, network: to.network, access: to.access, content: to.content },
    instances: [...shared, ...others],
    monitoring: {
      ...environment.monitoring,
      ...{ pollInterval, timeout, tries },
      devices: environment.monitoring.devices.map((device) => {
        const theirs = to.monitoring.devices.find(({ name }) => name === device.name);
        const own = Object.entries(device).filter(([key]) => !INTERVALS.includes(key));
        const given = Object.entries(theirs ?? {}).filter(([key]) => INTERVALS.includes(key));
        return Object.fromEntries([...own, ...given]) as unknown as MonitoredDevice;
      }),
    },
    safety: { ...environment.safety, janitor: to.safety.janitor },
    archive: to.archive,
  };
}

/**
 * In what the hosts of two environments are configured differently, beyond what may differ: a sentence each, empty for two that
 * are alike. It compares what the configuration repository would hold for each, file by file.
 */
export function differencesOfHosts(environment: Environment, other: Environment): readonly string[] {
  const missing = (from: Environment, of: Environment): readonly string[] =>
    of.instances
      .filter(({ name, role }) => role !== 'attacker' && !from.instances.some((each) => each.name === name))
      .map(({ name }) => `${from.name} has no instance ${name}`);
  const roles = environment.instances.flatMap(({ name, role }) => {
    const theirs = other.instances.find((each) => each.name === name);
    return theirs === undefined || theirs.role === role
      ? []
      : [`${name} is ${role} in ${environment.name} and ${theirs.role} in ${other.name}`];
  });
  const found = [...missing(environment, other), ...missing(other, environment), ...roles];
  // What a host that is not there does not have is no news.
  if (found.length > 0) return found;
  const ours = renderConfiguration(likened(environment, other));
  const theirs = renderConfiguration(other);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .sort()
    .filter((path) => ours.get(path) !== theirs.get(path))
    .map((path) => `the configuration's ${path} differs between ${environment.name} and ${other.name}`);
}
