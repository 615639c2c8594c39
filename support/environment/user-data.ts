import { stringify } from 'yaml';
import type { Environment, InstanceDeclaration } from './environment';
import { excerptOf } from '../drill/redaction/excerpt';

/** How a host reaches the bastion that keeps its configuration. */
export interface ConfigurationSource {
  /** The bastion's private address. */
  readonly bastion: string;
  /** `ssh-ed25519 AAAA…`, read from its console. */
  readonly bastionHostKey: string;
  /** OpenSSH private key of the role. */
  readonly deployKey: string;
}

/** EC2 takes no more user data than this, before base64. */
const LIMIT_BYTES = 16 * 1024;

/**
 * User data (`#cloud-config`, not yet base64) that tells a new host who it is, and starts its contextualization.
 *
 * @param source undefined for the bastion, which has its configuration itself
 * @param startAtBoot the systemd unit that the host starts once it is initialised
 */
export function renderUserData(
  { name: environment, startup }: Pick<Environment, 'name' | 'startup'>,
  instance: InstanceDeclaration,
  revision: string,
  source?: ConfigurationSource,
  startAtBoot?: string,
): string {
  const facts = {
    name: instance.name,
    role: instance.role,
    environment,
    revision,
    ...(source && { bastion: source.bastion, bastionHostKey: hostKey(source.bastionHostKey) }),
    dataDevice: instance.volume.device,
    mount: instance.volume.mount,
    configurationSeconds: String(Math.ceil(startup.init.configuration / 1000)),
    ...(startAtBoot !== undefined && { startAtBoot }),
  };
  const files = [file('/etc/firedrill/instance.json', `${JSON.stringify(facts, null, 2)}\n`)];
  if (source) files.push(file('/etc/firedrill/deploy-key', source.deployKey));
  const configuration = {
    // The configuration gives it.
    preserve_hostname: true,
    write_files: files,
    // Not waited for: contextualization waits for the data volume, which may come long after the boot. Where the boot itself
    // has started it, and it has given up, it would only give up again.
    runcmd: [
      [
        'sh',
        '-c',
        'systemctl is-failed --quiet firedrill-init.service || systemctl start --no-block firedrill-init.service',
      ],
    ],
  };
  const text = `#cloud-config\n${stringify(configuration, { lineWidth: 0 })}`;
  if (Buffer.byteLength(text) > LIMIT_BYTES) {
    throw new Error(
      `user data of ${instance.name} is ${Buffer.byteLength(text)} bytes; EC2 takes ${LIMIT_BYTES}`,
    );
  }
  return text;
}

function file(path: string, content: string) {
  return { path, owner: 'root:root', permissions: '0600', content };
}

/** Without the comment: `type key`. */
function hostKey(line: string): string {
  const [type, key] = line.trim().split(/\s+/);
  if (type !== 'ssh-ed25519' || key === undefined) {
    throw new Error(`expected an ssh-ed25519 host key of the bastion, got "${excerptOf(line, 40)}"`);
  }
  return `${type} ${key}`;
}
