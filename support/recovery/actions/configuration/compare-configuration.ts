import { z } from 'zod';
import { tryAsRoot } from '../../../hosts/as-root';
import { seconds } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';

const COMPARE = '/opt/firedrill/bin/firedrill-compare';

/**
 * Compares a host's files and packet rules with the configuration repository's. `differs` is expected where a change is
 * looked for: it fails when there is none, for then the cause is another.
 */
export const compareConfiguration = action({
  name: 'compare-configuration',
  parameters: z.strictObject({ expect: z.enum(['differs', 'same']) }),
  commands: (_, { target }) => [onInstance(target, COMPARE)],
  async run({ expect }, { target, host, keep }, signal) {
    const { code, stdout, stderr } = await tryAsRoot(host(target), COMPARE, {
      signal,
      timeout: seconds(60),
    });
    // 0: as declared, 1: it says what is not; anything else is no comparison.
    if (code > 1) throw new Error(`${target} could not be compared: ${stderr.trim()}`);
    if (stdout !== '') keep(`differences-${target}`, stdout);
    const observed =
      code === 0
        ? `${target} is as the configuration repository has it`
        : `${target} differs: ${stdout.trim().split('\n').join('; ')}`;
    if ((code === 1) !== (expect === 'differs')) throw new Error(observed);
    return observed;
  },
});
