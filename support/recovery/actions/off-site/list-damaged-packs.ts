import { action } from '../action';
import { onInstance } from '../commands';
import { damagedPacks, LIST_DAMAGED } from './damaged-packs';
import { noParameters } from '../no-parameters';

/** Names the files of the off-site store whose bytes are not those that were stored; fails when there is none. */
export const listDamagedPacks = action({
  name: 'list-damaged-packs',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, LIST_DAMAGED)],
  async run(_, { target, host }, signal) {
    const found = await damagedPacks(host(target), signal);
    if (found.length === 0) throw new Error(`every file on ${target} is what its name says`);
    return `on ${target} ${String(found.length)} files are not what their names say: ${found.join(', ')}`;
  },
});
