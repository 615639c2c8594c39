import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { onlyOnOldHost } from '../../fixtures/legacy/only-on-old-host';
import type { OldHostSpec } from '../../fixtures/legacy/old-host';
import { seedContainer } from '../applications/containers';
import { isCharacterized, renderCharacterization } from './characterization';
import { componentsOf, instanceNamed, type Environment, type InstanceDeclaration } from './environment';
import { endpointInside } from './endpoint-inside';
import { egressRules } from './egress';
import { declaredPorts, firewallRules } from './firewall';
import { monitoredDevices } from './monitored-devices';
import { renderTemplate } from './template';

/** Where the configuration's templates lie: `fixtures/configuration` of this checkout. */
export const configurationTemplates = join(__dirname, '..', '..', 'fixtures', 'configuration');

/** Files that tell the harness something and no host anything. */
const NOT_FOR_HOSTS = new Set(['secrets.yaml', 'README.md']);

/**
 * The configuration repository's files for an environment, by path in the repository, sorted:
 *
 *     apply, permissions, prepare/…   how a host installs the rest
 *     common/…                        for every host; the path below is the host's
 *     roles/<role>/…                  for the hosts of one role
 *     instances/<name>/…              for one host
 *
 * They hold no secret: `@@secret:name@@` is filled in on the host.
 * @throws Error naming every file and line with an unknown placeholder
 */
export function renderConfiguration(
  environment: Environment,
  templates: string = configurationTemplates,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const values = environmentValues(environment);
  for (const path of filesBelow(templates)) {
    if (NOT_FOR_HOSTS.has(path) || isForOthers(path, environment)) continue;
    const template = readFileSync(join(templates, path), 'utf8');
    if (!path.startsWith('instance/')) {
      files.set(path, renderTemplate(path, template, values));
      continue;
    }
    for (const instance of environment.instances) {
      const own = new Map([...values, ...instanceValues(environment, instance)]);
      files.set(
        `instances/${instance.name}/${path.slice('instance/'.length)}`,
        renderTemplate(path, template, own),
      );
    }
  }
  const own = new Set(environment.instances.map((instance) => instance.role));
  for (const role of [...own].filter(isCharacterized))
    files.set(`roles/${role}/etc/firedrill/characterization.json`, renderCharacterization(role));
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Whether a file is for the hosts of a role that the environment does not have. */
function isForOthers(path: string, { instances }: Environment): boolean {
  const role = /^roles\/([^/]+)\//.exec(path)?.[1];
  return role !== undefined && !instances.some((instance) => instance.role === role);
}

/** The configuration's revision: `r-` and the first 12 hexadecimal digits of the SHA-256 of paths and contents. */
export function revisionOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...files].sort(([left], [right]) => (left < right ? -1 : 1))) {
    // Lengths first: no shift of a byte from one name or file to the next gives the same hash.
    hash.update(`${Buffer.byteLength(path)} ${Buffer.byteLength(content)}\n${path}${content}`);
  }
  return `r-${hash.digest('hex').slice(0, 12)}`;
}

/** The environment's internal domain: `jira.<domain>`. */
export function domainOf(environment: Pick<Environment, 'name'>): string {
  return `${environment.name}.firedrill.test`;
}

function environmentValues(environment: Environment): ReadonlyMap<string, string> {
  const { monitoring } = environment;
  return new Map([
    ['environment.name', environment.name],
    ['environment.domain', domainOf(environment)],
    ['hosts', hostsFile(environment)],
    [
      'instances.own',
      componentsOf(environment)
        .map(({ address }) => address)
        .join(' '),
    ],
    ['cloud.region', environment.cloud.region],
    ['cloud.endpointInside', endpointInside(environment)],
    ['oldHost.content', JSON.stringify(oldHostContent(environment))],
    ['archive.maxAge', String(environment.archive.maxAge / 1000)],
    ['archive.daily', String(environment.archive.daily)],
    ['safety.janitor', String(environment.safety.janitor / 1000)],
    ['web.hostname', environment.access.https.hostname],
    ['web.origin', webOrigin(environment)],
    // Where there is no such store nobody asks for it.
    ['host.offsite', 'offsite'],
    // The name of the first instance of each role: `host.mysql`.
    ...environment.instances.toReversed().map(({ role, name }): [string, string] => [`host.${role}`, name]),
    ['monitor.address', instanceNamed(environment, monitoring.instance).address],
    ['monitoring.pollInterval', String(monitoring.pollInterval / 1000)],
    ['monitoring.timeout', String(monitoring.timeout / 1000)],
    ['monitoring.tries', String(monitoring.tries)],
    ['monitoring.devices', monitoredDevices(environment)],
  ]);
}

/** All that the old host holds: what the environment is seeded with, as if it had come from there, and what only it has. */
const oldHostContent = ({ content }: Environment): OldHostSpec => ({
  content,
  only: onlyOnOldHost.spec,
  containers: { content: seedContainer, only: onlyOnOldHost.container },
});

function instanceValues(
  environment: Environment,
  instance: InstanceDeclaration,
): ReadonlyMap<string, string> {
  return new Map([
    ['instance.name', instance.name],
    ['instance.role', instance.role],
    ['instance.address', instance.address],
    ['instance.mount', instance.volume.mount],
    ['firewall.input', firewallRules(environment, instance)],
    ['firewall.output', egressRules(environment, instance)],
    ['instance.ports', declaredPorts(environment, instance).join(' ')],
  ]);
}

/** People's address of the web server, without the path. */
export function webOrigin(environment: Environment): string {
  const { hostname, port } = environment.access.https;
  return port === 443 ? `https://${hostname}` : `https://${hostname}:${port}`;
}

/** Lines `address name name.domain`; the web server also has the name that people use. */
function hostsFile(environment: Environment): string {
  const domain = domainOf(environment);
  const lines = environment.instances.map((instance) => {
    const names = [instance.name, `${instance.name}.${domain}`];
    if (instance.name === environment.access.https.instance) names.push(environment.access.https.hostname);
    return `${instance.address} ${names.join(' ')}`;
  });
  return lines.join('\n');
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}
