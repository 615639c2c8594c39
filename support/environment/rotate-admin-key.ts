import { minutes, seconds } from '../drill/time';
import { Host } from '../hosts/host';
import { mustRun, quote } from '../hosts/shell';
import type { InstanceDeclaration } from './environment';
import type { SshKeyPair } from './keys';
import { keyPairName } from './launch-instance';
import type { OpenEnvironment } from './open-environment';
import { loginUser } from './operator-files';
import { all } from './turns';

const AUTHORIZED = `/home/${loginUser}/.ssh/authorized_keys`;

/**
 * Gives the environment another key for its administrators: every host but those in `except` lets the new one in, and is
 * seen to, before the old one is taken away; new instances get the new one. Cut short at any moment, what is kept as the
 * key is let in, and it can be begun again. Returns the retired key. Those in `except` are to be run anew.
 */
export async function rotateAdminKey(
  open: OpenEnvironment,
  except: readonly string[],
  signal: AbortSignal,
): Promise<SshKeyPair> {
  const { secrets, cloud, environment } = open;
  const retired = secrets.adminKey;
  const next = await secrets.nextAdminKey();
  const hosts = environment.instances.filter(({ name }) => !except.includes(name));
  const change = (script: string) =>
    all(
      hosts.map(({ name }) => mustRun(open.host(name), script, { signal, timeout: minutes(1), sudo: true })),
    );
  await change(`grep -qxF ${quote(next.publicKey)} ${AUTHORIZED} || echo ${quote(next.publicKey)} >> ${AUTHORIZED}
sync ${AUTHORIZED}`);
  const refusing = await whoRefuses(open, next, hosts, signal);
  if (refusing.length > 0) throw new Error(`the new key is not let in on ${refusing.join(', ')}`);
  await cloud.keyPairs.ensure(keyPairName(open.name), next.publicKey, signal);
  await secrets.promoteAdminKey();
  const old = keyPart(retired);
  // Whatever stands beside the key in its line: the key itself is what lets in.
  await change(`grep -vF ${quote(old)} ${AUTHORIZED} > ${AUTHORIZED}.new
chown --reference=${AUTHORIZED} ${AUTHORIZED}.new
chmod --reference=${AUTHORIZED} ${AUTHORIZED}.new
sync ${AUTHORIZED}.new
mv ${AUTHORIZED}.new ${AUTHORIZED}
/opt/firedrill/bin/firedrill-baseline ${AUTHORIZED}`);
  return retired;
}

const keyPart = ({ publicKey }: SshKeyPair): string => publicKey.split(' ')[1] ?? publicKey;

/**
 * The instances whose sshd refuses a key. Throws where one could not be asked: that it does not answer is no refusal.
 * @param instances those that are asked; the bastion's own sshd is one of them
 */
export async function whoRefuses(
  open: OpenEnvironment,
  key: SshKeyPair,
  instances: readonly InstanceDeclaration[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const refusals = await all(
    instances.map(async ({ name, address }) => {
      const host = new Host({
        name: `${name} (${address})`,
        username: loginUser,
        privateKey: key.privateKey,
        hostKey: open.state.hosts[name]?.hostKey ?? '',
        // The bastion opens the way, also to itself; whether its sshd takes the key is asked at the end of the way.
        dial: (until) => open.bastion.self.forward(address, 22, until),
      });
      try {
        await host.run('true', { signal, timeout: seconds(20) });
        return [];
      } catch (error) {
        if (error instanceof Error && error.message.includes('authentication methods failed')) return [name];
        throw error;
      } finally {
        host.close();
      }
    }),
  );
  return refusals.flat();
}
