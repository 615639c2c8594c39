import { action } from '../action';
import { onInstance } from '../commands';
import { askScrub, describeBad, scrubCommand } from './content-scrub';
import { noParameters } from '../no-parameters';

/** Names the content files that are not as they were stored; fails when there is none, for then nothing is to restore. */
export const listDamagedFiles = action({
  name: 'list-damaged-files',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, scrubCommand)],
  async run(_, { target, host }, signal) {
    const { files, bad } = await askScrub(host(target), scrubCommand, signal);
    if (bad.length === 0) throw new Error(`all ${String(files)} files on ${target} are as they were stored`);
    return `${String(bad.length)} of ${String(files)} files on ${target} are damaged: ${describeBad(bad)}`;
  },
});
