import { z } from 'zod';
import { action } from '../action';
import { onInstance } from '../commands';

/**
 * Gives the administrators another key: on every instance, unless the target is excepted because it is to be run anew, and
 * for instances to come. The new one is seen to be let in everywhere before the old one is taken away.
 */
export const rotateAdministratorKey = action({
  name: 'rotate-administrator-key',
  parameters: z.strictObject({ except: z.enum(['target', 'none']).default('target') }),
  commands: ({ except }, { environment, target }) => {
    const keys = `.firedrill/${environment.name}/keys`;
    const others = environment.instances
      .map(({ name }) => name)
      .filter((name) => except === 'none' || name !== target);
    const authorized = '/home/admin/.ssh/authorized_keys';
    return [
      `ssh-keygen -t ed25519 -N '' -f ${keys}/admin.next`,
      ...others.map((name) => `ssh ${name} 'cat >> ${authorized}' < ${keys}/admin.next.pub`),
      `ssh -i ${keys}/admin.next INSTANCE true  # each`,
      `aws ec2 import-key-pair --key-name firedrill-${environment.name} --public-key-material fileb://${keys}/admin.next.pub  # after delete-key-pair`,
      `mv ${keys}/admin.next ${keys}/admin`,
      onInstance('INSTANCE', `sed -i '/OLD KEY/d' ${authorized}  # each`),
      onInstance('INSTANCE', `/opt/firedrill/bin/firedrill-baseline ${authorized}  # each`),
    ];
  },
  async run({ except }, { environment, target, rotateAdminKey, facts }, signal) {
    const excepted = except === 'target' ? [target] : [];
    facts.retiredKey = await rotateAdminKey(excepted, signal);
    const count = environment.instances.length - excepted.length;
    return `the administrators have another key on ${String(count)} instances; the old one was taken away there`;
  },
});
