import { minutes } from '../../../drill/time';
import { ARCHIVE_STAGING } from '../../../faults/archives/archive-staging';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { restic, RESTIC } from './off-site-store';

/** All caches, of whatever age: those of the repository, and what checks have left that were killed. */
const CLEAN_UP = ['cache', '--cleanup', '--max-age', '0'];
const usage = `du --max-depth=1 --block-size=1M ${ARCHIVE_STAGING} | sort --numeric-sort --reverse`;

/**
 * Removes restic's caches on the target, the bastion: the next command makes its own anew of what is off site. Refuses while
 * restic runs there, which may use them. What took the room is kept with the incident.
 */
export const cleanUpResticCache = action({
  name: 'clean-up-restic-cache',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, 'pgrep --exact --list-name restic  # nothing may run'),
    onInstance(target, `du --max-depth=1 --human-readable ${ARCHIVE_STAGING}`),
    onInstance(target, [RESTIC, ...CLEAN_UP].join(' ')),
  ],
  async run(_, context, signal) {
    const { target, host, keep } = context;
    const shell = host(target);
    const found = await asRoot(shell, `pgrep --exact restic || true\n${usage}`, {
      signal,
      timeout: minutes(1),
    });
    const [first = ''] = found.trim().split('\n');
    if (!first.includes('\t')) throw new Error(`restic runs on ${target} (${first}): its cache is in use`);
    keep(`restic-cache-${target}`, found);
    await restic(context, CLEAN_UP, { signal });
    const left = (await asRoot(shell, usage, { signal, timeout: minutes(1) })).split('\t')[0] ?? '';
    return `${ARCHIVE_STAGING} on ${target} took ${first.split('\t')[0] ?? ''} MiB, and takes ${left} MiB`;
  },
});
