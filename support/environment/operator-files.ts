import { join } from 'node:path';
import { writeFileAtomically } from '../drill/atomic-file';
import { environmentFolder, type EnvironmentState } from './environment-state';
import type { EnvironmentAccess } from './open-environment';
import type { Environment } from './environment';

/** The user of every image who may become root. */
export const loginUser = 'admin';

/**
 * What a person needs to follow a runbook by hand, kept beside the state and as current as it: `ssh_config` (every
 * instance by its name, through the bastion, host keys pinned), and `operator.env` for `aws` and `curl`.
 */
export function writeOperatorFiles(
  environment: Environment,
  { stateFolder, connection }: EnvironmentAccess,
  state: EnvironmentState,
): void {
  const folder = environmentFolder(stateFolder, environment.name);
  const own = (name: string, text: string) => writeFileAtomically(join(folder, name), text);
  own('known_hosts', knownHosts(state));
  own('ssh_config', sshConfig(environment, state, folder));
  own('operator.env', operatorEnvironment(environment, state, connection));
}

export function sshConfig(environment: Environment, state: EnvironmentState, folder: string): string {
  const { instance: bastion, port } = environment.access.ssh;
  const hosts = environment.instances.flatMap(({ name, address }) => {
    const host = state.hosts[name];
    if (host === undefined) return [];
    const way =
      name === bastion
        ? [`  HostName ${host.publicAddress ?? address}`, `  Port ${String(port)}`]
        : [`  HostName ${address}`, `  ProxyJump ${bastion}`];
    return [`Host ${name}`, ...way, `  HostKeyAlias ${name}`, ''];
  });
  return [
    ...hosts,
    'Host *',
    `  User ${loginUser}`,
    `  IdentityFile "${join(folder, 'keys', 'admin')}"`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${join(folder, 'known_hosts')}"`,
    '  StrictHostKeyChecking yes',
    '',
  ].join('\n');
}

export function knownHosts(state: EnvironmentState): string {
  return Object.entries(state.hosts)
    .map(([name, { hostKey }]) => `${name} ${hostKey}\n`)
    .join('');
}

export function operatorEnvironment(
  environment: Environment,
  state: EnvironmentState,
  { endpoint, region, credentials }: EnvironmentAccess['connection'],
): string {
  const variables: Readonly<Record<string, string | undefined>> = {
    AWS_ENDPOINT_URL_EC2: endpoint,
    AWS_REGION: region,
    // Older versions of the command line know only this one.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    WEB_ADDRESS: state.hosts[environment.access.https.instance]?.publicAddress,
  };
  return Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`export ${name}='${value}'\n`]))
    .join('');
}
