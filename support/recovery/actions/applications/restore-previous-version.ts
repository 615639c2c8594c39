import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { previousVersion } from '../../../faults/applications/program-version';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { programOf } from './program-of';

/**
 * Puts back the version of the application that its update has kept beside the new one; the defective one is kept. `replaced`
 * is for the way back of an update that may not have come to replacing it: an older one is never gone back to.
 */
export const restorePreviousVersion = action({
  name: 'restore-previous-version',
  parameters: z.strictObject({ where: z.enum(['kept', 'replaced']).default('kept') }),
  commands: (_, { environment, target }) => {
    const program = programOf(instanceNamed(environment, target));
    return [
      onInstance(target, `mv ${program} ${program}.defective`),
      onInstance(target, `cp --preserve=all ${previousVersion(program)} ${program}`),
    ];
  },
  async run({ where }, { environment, target, host, undoAtEnd, facts }, signal) {
    if (where === 'replaced' && !facts.replacedPrograms?.has(target))
      return `the program on ${target} was not replaced`;
    const program = programOf(instanceNamed(environment, target));
    const [now, before, defective] = [program, previousVersion(program), `${program}.defective`].map(quote);
    undoAtEnd(`${program}.defective on ${target}`, async (until) => {
      await asRoot(host(target), `rm -f ${defective ?? ''}`, { signal: until });
    });
    const script = `set -eu
test -e ${before ?? ''} || { echo 'the version before was not kept' >&2; exit 1; }
mv ${now ?? ''} ${defective ?? ''}
cp --preserve=all ${before ?? ''} ${now ?? ''}
sync -f ${now ?? ''}
sha256sum ${now ?? ''} | cut -c -12`;
    const hash = await asRoot(host(target), script, { signal });
    return `${program} on ${target} is the version from before the update (SHA-256 ${hash.trim()}…)`;
  },
});
