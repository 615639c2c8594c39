import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { ADDRESS, attackersFound } from './attackers';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Ends the host's own bans, once something else keeps these addresses out: so the alarm ends, and can tell of the next. */
export const liftBans = action({
  name: 'lift-bans',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, `fail2ban-client unban ${ADDRESS}`)],
  async run(_, { target, host, facts }, signal) {
    const addresses = attackersFound(facts);
    const lifted = await asRoot(host(target), `fail2ban-client unban ${addresses.join(' ')}`, { signal });
    return `${lifted.trim()} bans of ${target} were lifted: ${addresses.join(', ')}`;
  },
});
