import { action } from './action';
import { onInstance } from './commands';
import { scrub, scrubCommand } from './content-store';
import { noParameters } from './no-parameters';

/** Names the content files that are not as they were stored; fails when there is none, for then nothing is to restore. */
export const listDamagedFiles = action({
  name: 'list-damaged-files',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, scrubCommand)],
  async run(_, { target, host, facts }, signal) {
    const { checked, damaged } = await scrub(host(target), signal);
    facts.damagedFiles = damaged;
    if (damaged.length === 0)
      throw new Error(`all ${String(checked)} files on ${target} are as they were stored`);
    return `${String(damaged.length)} of ${String(checked)} files on ${target} are damaged: ${damaged.map(({ path }) => path).join(', ')}`;
  },
});
