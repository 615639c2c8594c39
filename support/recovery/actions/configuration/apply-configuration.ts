import { asRoot } from '../../../hosts/as-root';
import { seconds } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const APPLY = '/opt/firedrill/bin/firedrill-apply';

/** Installs the configuration at the revision that the host is meant to have. It restarts nothing. */
export const applyConfiguration = action({
  name: 'apply-configuration',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, APPLY)],
  async run(_, { target, host }, signal) {
    const said = await asRoot(host(target), APPLY, { signal, timeout: seconds(120) });
    return said.trim().split('\n').at(-1) ?? '';
  },
});
