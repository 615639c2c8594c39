import { parse } from 'yaml';
import { z } from 'zod';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { renderUserData } from '../../environment/user-data';

/** What an instance's user data has cloud-init do. */
export interface ToldAtBoot {
  /** Files that it writes, as root's alone. */
  readonly files: readonly string[];
  readonly commands: readonly string[];
  /** What the host is told of itself, by name, without what is known only when it is run. */
  readonly facts: Readonly<Record<string, string>>;
}

const cloudConfig = z.object({
  write_files: z.array(z.object({ path: z.string(), content: z.string() })),
  runcmd: z.array(z.array(z.string())),
});

/** A revision and keys are there only when an environment is. */
const LATER = { revision: 'r-…', hostKey: 'ssh-ed25519 …', deployKey: '…' };

/** Read from user data that is made as for a launch. */
export function toldAtBoot(environment: Environment, instance: InstanceDeclaration): ToldAtBoot {
  const bastion = environment.instances.find(({ name }) => name === environment.access.ssh.instance);
  const source =
    bastion === undefined || instance.name === bastion.name
      ? undefined
      : { bastion: bastion.address, bastionHostKey: LATER.hostKey, deployKey: LATER.deployKey };
  const userData = renderUserData(environment, instance, LATER.revision, source);
  const { write_files: files, runcmd } = cloudConfig.parse(parse(userData));
  const facts = files.find(({ path }) => path.endsWith('/instance.json'))?.content ?? '{}';
  return {
    files: files.map(({ path }) => path),
    commands: runcmd.map((words) => words.join(' ')),
    facts: z.record(z.string(), z.string()).parse(JSON.parse(facts)),
  };
}
