import { action } from './action';
import { onInstance } from './commands';
import { scrub, scrubCommand } from './content-store';
import { noParameters } from './no-parameters';

/** Checks every content file against the ledger; fails when one is not as it was stored. */
export const checkContentStore = action({
  name: 'check-content-store',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, scrubCommand)],
  async run(_, { target, host }, signal) {
    const { checked, damaged } = await scrub(host(target), signal);
    if (damaged.length > 0) {
      throw new Error(
        `${String(damaged.length)} files on ${target} are still damaged: ${damaged.map(({ path }) => path).join(', ')}`,
      );
    }
    return `all ${String(checked)} files on ${target} are as they were stored`;
  },
});
