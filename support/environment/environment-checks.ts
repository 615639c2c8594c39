import { applications } from '../applications/open-store';
import type { EnvironmentFile } from './environment-schema';
import { contains, overlaps, parseAddress, parseCidr } from './ipv4';
import { wrongInStopCondition } from './stop-condition-checks';

/** Something wrong in what the file says, at a path into it; the message ends in what to do. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Whether the key itself is wrong rather than its value. */
  readonly key?: true;
}

type Instances = EnvironmentFile['instances'];

const listed = (names: readonly string[]): string => names.join(', ');

function* checkNetwork(file: EnvironmentFile): Generator<Problem> {
  const network = parseCidr(file.network.cidr);
  const seen: { readonly name: string; readonly cidr: string }[] = [];
  for (const [name, subnet] of Object.entries(file.network.subnets)) {
    const path = ['network', 'subnets', name, 'cidr'];
    const range = parseCidr(subnet.cidr);
    if (range === undefined || network === undefined) continue;
    if (!contains(network, range)) {
      yield {
        path,
        message: `subnet "${name}" (${subnet.cidr}) lies outside the network; expected a block within ${file.network.cidr}; move it`,
      };
    }
    for (const other of seen) {
      const otherRange = parseCidr(other.cidr);
      if (otherRange === undefined || !overlaps(range, otherRange)) continue;
      yield {
        path,
        message: `subnet "${name}" (${subnet.cidr}) overlaps subnet "${other.name}" (${other.cidr}); expected blocks of their own; move one`,
      };
    }
    seen.push({ name, cidr: subnet.cidr });
  }
}

function* checkAddresses(file: EnvironmentFile): Generator<Problem> {
  const holders = new Map<string, string>();
  for (const [name, instance] of Object.entries(file.instances)) {
    const path = ['instances', name, 'address'];
    const holder = holders.get(instance.address);
    if (holder !== undefined) {
      yield {
        path,
        message: `${instance.address} of "${name}" is the address of "${holder}" already; expected an address of its own; choose another`,
      };
    }
    holders.set(instance.address, name);
    const subnet = file.network.subnets[instance.subnet];
    if (subnet === undefined) {
      yield {
        path: ['instances', name, 'subnet'],
        message: `subnet "${instance.subnet}" is not declared; expected one of ${listed(Object.keys(file.network.subnets))}; correct it or declare it under network.subnets`,
      };
      continue;
    }
    const address = parseAddress(instance.address);
    const range = parseCidr(subnet.cidr);
    if (address === undefined || range === undefined) continue;
    if (!contains(range, { first: address, last: address })) {
      yield {
        path,
        message: `${instance.address} of "${name}" lies outside subnet "${instance.subnet}"; expected an address within ${subnet.cidr}; correct one of them`,
      };
    } else if (address < range.first + 4 || address === range.last) {
      yield {
        path,
        message: `${instance.address} is kept by EC2 itself; expected none of the first four addresses and the last of ${subnet.cidr}; choose another`,
      };
    }
    if (instance.elasticIp && !instance.public) {
      yield {
        path: ['instances', name, 'elasticIp'],
        message: `"${name}" has no public address that could be an Elastic IP address; expected public: true; make it public or set elasticIp: false`,
      };
    }
    if (instance.public && !subnet.internet) {
      yield {
        path: ['instances', name, 'public'],
        message: `"${name}" is public in subnet "${instance.subnet}", which has no way to the internet; expected a subnet with internet: true; move it or set public: false`,
      };
    }
  }
}

/** Only who can be asked without the monitor is: the bastion directly, and the monitor through the bastion. */
function notAskedFromOutside(
  { access, monitoring }: EnvironmentFile,
  name: string,
  index: number,
): Problem | undefined {
  const asked = [access.ssh.instance, monitoring.instance];
  if (asked.includes(name)) return undefined;
  return {
    path: ['monitoring', 'healthChecks', index],
    message: `the monitor itself can tell of "${name}"; expected one of ${listed(asked)}; declare a device for it`,
  };
}

function* checkNames(file: EnvironmentFile): Generator<Problem> {
  const known = Object.keys(file.instances);
  const unknown = (path: Problem['path'], name: string): Problem | undefined =>
    known.includes(name)
      ? undefined
      : {
          path,
          message: `there is no instance "${name}"; expected one of ${listed(known)}; correct the name`,
        };
  const found: (Problem | undefined)[] = [
    unknown(['access', 'ssh', 'instance'], file.access.ssh.instance),
    unknown(['access', 'https', 'instance'], file.access.https.instance),
    unknown(['monitoring', 'instance'], file.monitoring.instance),
    ...file.monitoring.devices.map((device, index) =>
      unknown(['monitoring', 'devices', index, 'instance'], device.instance),
    ),
    ...file.monitoring.statusChecks.map((other, index) =>
      unknown(['monitoring', 'statusChecks', index], other),
    ),
    ...file.monitoring.healthChecks.map(
      (other, index) =>
        unknown(['monitoring', 'healthChecks', index], other) ?? notAskedFromOutside(file, other, index),
    ),
    ...Object.entries(file.instances).flatMap(([name, instance]) => [
      ...instance.dependsOn.map((other, index) => unknown(['instances', name, 'dependsOn', index], other)),
      ...instance.ingress.flatMap((rule, ruleIndex) =>
        rule.from.map((source, index) =>
          source.kind === 'instance'
            ? unknown(['instances', name, 'ingress', ruleIndex, 'from', index], source.name)
            : undefined,
        ),
      ),
    ]),
  ];
  for (const problem of found) if (problem !== undefined) yield problem;

  const devices = new Set<string>();
  for (const [index, device] of file.monitoring.devices.entries()) {
    if (device.probe === 'disk' && device.instance !== file.monitoring.instance) {
      yield {
        path: ['monitoring', 'devices', index, 'instance'],
        message: `the monitor looks at its own disk only, not at that of "${device.instance}"; expected ${file.monitoring.instance}; use the probe nrpe`,
      };
    }
    if (devices.has(device.name)) {
      yield {
        path: ['monitoring', 'devices', index, 'name'],
        message: `device "${device.name}" is declared twice; expected a name of its own; rename one`,
      };
    }
    devices.add(device.name);
  }
}

/** A path that leads from an instance back to itself, `a → b → a`; undefined when there is none. */
export function dependencyCycle(instances: Instances): readonly string[] | undefined {
  const finished = new Set<string>();
  const walk = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of instances[name]?.dependsOn ?? []) {
      const cycle = walk(next, [...trail, name]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of Object.keys(instances)) {
    const cycle = walk(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function* checkDependencies(file: EnvironmentFile): Generator<Problem> {
  const cycle = dependencyCycle(file.instances);
  if (cycle === undefined) return;
  yield {
    path: ['instances', cycle[0] ?? '', 'dependsOn'],
    message: `instances depend on each other in a circle: ${cycle.join(' → ')}; expected an order in which they can start; take one of these dependencies out`,
  };
}

function* checkAccess(file: EnvironmentFile): Generator<Problem> {
  for (const way of ['ssh', 'https'] as const) {
    const instance = file.instances[file.access[way].instance];
    if (instance === undefined || instance.public) continue;
    yield {
      path: ['access', way, 'instance'],
      message: `"${file.access[way].instance}" cannot be reached from outside; expected an instance with public: true; make it public or name another`,
    };
  }
}

function* checkAttackers(file: EnvironmentFile): Generator<Problem> {
  if (!file.protected) return;
  for (const [name, { role }] of Object.entries(file.instances)) {
    if (role !== 'attacker') continue;
    yield {
      path: ['instances', name, 'role'],
      message: `"${name}" is there to attack the others, and this environment is protected; expected no instance of role attacker; take it out`,
    };
  }
}

function* checkSafety({ safety }: EnvironmentFile): Generator<Problem> {
  const { lease, heartbeat, boot } = safety;
  const seconds = (ms: number): string => `${String(ms / 1000)} s`;
  if (heartbeat * 2 > lease - boot) {
    yield {
      path: ['safety', 'heartbeat'],
      message: `a heartbeat of ${seconds(heartbeat)} cannot hold a lease of ${seconds(lease)} that leaves ${seconds(boot)} for a boot; expected at most half of what is left; make it shorter, or the lease longer`,
    };
  }
}

function* checkStopConditions({
  safety,
  monitoring,
  instances,
  workload,
}: EnvironmentFile): Generator<Problem> {
  const has = new Set<string>(Object.values(instances).map(({ role }) => role));
  const observable = {
    devices: monitoring.devices.map(({ name }) => name),
    applications: applications.filter((name) => has.has(name)),
    rates: workload.rates,
  };
  for (const [index, condition] of safety.stop.entries()) {
    const wrong = wrongInStopCondition(condition, observable);
    if (wrong !== undefined) yield { path: ['safety', 'stop', index, wrong.key], message: wrong.message };
  }
}

/** Everything that the shape alone does not tell, all at once. */
export function checkEnvironment(file: EnvironmentFile): readonly Problem[] {
  return [
    ...checkNetwork(file),
    ...checkAddresses(file),
    ...checkNames(file),
    ...checkDependencies(file),
    ...checkAccess(file),
    ...checkAttackers(file),
    ...checkSafety(file),
    ...checkStopConditions(file),
  ];
}
