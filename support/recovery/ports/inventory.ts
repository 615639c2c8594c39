import { seconds } from '../../drill/time';
import type { Environment, InstanceDeclaration, Role } from '../../environment/environment';
import type { Shell } from '../../hosts/shell';
import type { Inventory } from './drill-ports';

/** The Debian package of what a role serves with. */
const packageOf: Readonly<Record<Role, string>> = {
  bastion: 'openssh-server',
  web: 'apache2',
  ldap: 'slapd',
  mysql: 'mariadb-server',
  crowd: 'nodejs',
  confluence: 'nodejs',
  jira: 'nodejs',
  alfresco: 'nodejs',
  monitor: 'monitoring-plugins-basic',
  offsite: 'restic',
  attacker: 'nmap',
  legacy: 'mariadb-server',
};

/** Asks every host what it runs, and whether a stand-in serves in the product's place. */
export async function takeInventory(
  environment: Environment,
  host: (name: string) => Shell,
  signal: AbortSignal,
): Promise<Inventory> {
  const found = await Promise.all(
    environment.instances.map(async (instance) => ({ instance, facts: await ask(instance, host, signal) })),
  );
  const versions = Object.fromEntries(
    found.map(({ instance, facts }) => [`${instance.name} (${packageOf[instance.role]})`, facts.version]),
  );
  const [first] = found;
  return {
    versions: {
      ...versions,
      Debian: first?.facts.debian ?? 'unknown',
      Linux: first?.facts.kernel ?? 'unknown',
    },
    standIns: found.filter(({ facts }) => facts.standIn).map(({ instance }) => instance.role),
  };
}

interface Facts {
  readonly version: string;
  readonly debian: string;
  readonly kernel: string;
  readonly standIn: boolean;
}

async function ask(
  { name, role }: InstanceDeclaration,
  host: (name: string) => Shell,
  signal: AbortSignal,
): Promise<Facts> {
  const command = [
    `dpkg-query --show --showformat='\${Version}\\n' ${packageOf[role]} 2>/dev/null || echo unknown`,
    'cat /etc/debian_version',
    'uname --kernel-release',
    `if [ -e /opt/firedrill/${role}/stand-in.js ]; then echo stand-in; else echo product; fi`,
  ].join('\n');
  const { stdout } = await host(name).run(command, { signal, timeout: seconds(20), sudo: true });
  const [version = 'unknown', debian = 'unknown', kernel = 'unknown', kind] = stdout.trim().split('\n');
  return { version, debian, kernel, standIn: kind === 'stand-in' };
}
