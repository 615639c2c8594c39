import { seconds } from '../../../drill/time';
import { instanceOfRole } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { RESTIC } from './off-site-store';

const KNOWN_HOSTS = '/etc/restic/known_hosts';
const BASELINE = '/opt/firedrill/bin/firedrill-baseline';

/**
 * Tells the bastion the off-site store's host key, as its console showed it, and opens the repository; makes it where
 * there is none yet. It says which was the case: a store that was lost must not pass for a new one.
 */
export const openOffSiteStore = action({
  name: 'open-off-site-store',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `sed -n 's/^${instanceOfRole(environment, 'offsite').name} /offsite /p' .firedrill/${environment.name}/known_hosts | ssh ${target} 'sudo tee ${KNOWN_HOSTS}'`,
    onInstance(target, `${BASELINE} ${KNOWN_HOSTS}`),
    onInstance(target, `${RESTIC} cat config`),
    `${onInstance(target, `${RESTIC} init`)}  # only where there is none`,
  ],
  async run(_, { environment, target, host, hostKey }, signal) {
    const key = hostKey(instanceOfRole(environment, 'offsite').name);
    const said = await asRoot(
      host(target),
      `key=${quote(`offsite ${key}`)}
if [ "$(cat ${KNOWN_HOSTS} 2> /dev/null)" != "$key" ]; then
  printf '%s\\n' "$key" > ${KNOWN_HOSTS}
  # It was meant: who compares the host with what it was must not take it for an intruder's.
  ${BASELINE} ${KNOWN_HOSTS} >&2 || exit 1
fi
if ${RESTIC} cat config > /run/off-site-store 2> /run/off-site-words; then
  echo "the repository $(sed -n 's/.*"id": "\\([0-9a-f]\\{10\\}\\).*/\\1/p' /run/off-site-store) is there"
elif grep -q 'does not exist\\|unable to open config file' /run/off-site-words; then
  ${RESTIC} init | head -n 1
else
  cat /run/off-site-words >&2
  exit 1
fi`,
      { signal, timeout: seconds(60) },
    );
    return said.trim();
  },
});
