import { z } from 'zod';
import { tryAsRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const CHECK = '/usr/local/lib/nagios/plugins/check_ldap_map 80 95';

const percent = z
  .string()
  .regex(/^(100|\d{1,2})$/, { error: 'expected a percentage from 0 to 100' })
  .transform(Number);

/** Asks slapd how full its map is, as the monitor does; fails when that is less than `atLeast` or more than `atMost` percent. */
export const checkDirectoryMap = action({
  name: 'check-directory-map',
  parameters: z.strictObject({ atLeast: percent.optional(), atMost: percent.optional() }),
  commands: (_, { target }) => [onInstance(target, CHECK)],
  async run({ atLeast = 0, atMost = 100 }, { target, host }, signal) {
    const { stdout } = await tryAsRoot(host(target), CHECK, { signal });
    const observed = `${target}: ${stdout.replace(/\|.*/s, '').trim()}`;
    const used = Number(/([\d.]+) % of/.exec(stdout)?.[1] ?? NaN);
    if (!(used >= atLeast && used <= atMost))
      throw new Error(`${observed}; expected between ${String(atLeast)} and ${String(atMost)} %`);
    return observed;
  },
});
