import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote, type Shell } from '../../../hosts/shell';

/** restic's repository on the off-site store, and where what is damaged is kept, which restic does not see. */
const REPOSITORY = '/srv/offsite/restic';
export const ASIDE = '/srv/offsite/damaged';

/** Prints the files of the repository that are not what their names, the hashes of their content, say. */
export const LIST_DAMAGED = '/usr/local/lib/nagios/plugins/check_off_site_copy --list';

/** Their paths in the repository. */
export async function damagedPacks(store: Shell, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await asRoot(store, LIST_DAMAGED, { signal, timeout: minutes(10) });
  return listed.split('\n').filter(Boolean);
}

/** Moves files of the repository out of restic's sight, under their own names. */
export const asideScript = (paths: readonly string[]): string =>
  [
    'set -eu',
    `install -d -m 0700 ${ASIDE}`,
    ...paths.map((path) => `mv -- ${quote(`${REPOSITORY}/${path}`)} ${ASIDE}/`),
    `sync -f ${ASIDE}`,
  ].join('\n');
