import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { ASIDE, asideScript, damagedPacks, LIST_DAMAGED } from './damaged-packs';
import { noParameters } from '../no-parameters';

/**
 * Moves the damaged files of the off-site store out of restic's sight: it believes by its index that what they held is
 * stored, and would never store that again.
 */
export const setDamagedPacksAside = action({
  name: 'set-damaged-packs-aside',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, LIST_DAMAGED),
    onInstance(target, `install -d -m 0700 ${ASIDE}`),
    onInstance(target, `mv /srv/offsite/restic/PATH ${ASIDE}/`) + '  # each of them',
  ],
  async run(_, { target, host }, signal) {
    const found = await damagedPacks(host(target), signal);
    if (found.length === 0) throw new Error(`every file on ${target} is what its name says`);
    // Keys and snapshots are few and small, and nothing makes them anew: those are for a person to decide on.
    const others = found.filter((path) => !path.startsWith('data/') && !path.startsWith('index/'));
    if (others.length > 0)
      throw new Error(`${others.join(', ')} cannot be made again from an archive; nothing was moved`);
    await asRoot(host(target), asideScript(found), { signal });
    return `${found.join(', ')} of ${target} lie in ${ASIDE}`;
  },
});
