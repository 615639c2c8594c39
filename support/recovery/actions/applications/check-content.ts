import { action } from '../action';
import { onInstance } from '../commands';
import { askScrub, describeBad, scrubCommand } from './content-scrub';
import { noParameters } from '../no-parameters';

/** Checks every content file against the ledger; fails when one is not as it was stored. */
export const checkContent = action({
  name: 'check-content',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, scrubCommand)],
  async run(_, { target, host }, signal) {
    const { files, bad } = await askScrub(host(target), scrubCommand, signal);
    if (bad.length > 0) throw new Error(`still damaged on ${target}: ${describeBad(bad)}`);
    return `all ${String(files)} files on ${target} are as they were stored`;
  },
});
