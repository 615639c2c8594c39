import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const STATUS = 'fail2ban-client status sshd';
const BANNED = 'fail2ban-client get sshd banip';

/** Says whom fail2ban has shut out for guessing at sshd; fails when nobody is, for then this is the wrong runbook. */
export const listBans = action({
  name: 'list-bans',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, STATUS)],
  async run(_, { target, host, facts, keep }, signal) {
    const shell = host(target);
    keep(`bans-${target}`, await asRoot(shell, STATUS, { signal }));
    const banned = (await asRoot(shell, BANNED, { signal })).split(/\s+/).filter(Boolean);
    if (banned.length === 0) throw new Error(`${target} shuts nobody out`);
    facts.attackers = banned;
    return `${target} shuts out ${banned.join(', ')}`;
  },
});
