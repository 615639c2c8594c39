import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';

/**
 * Has the application's unit read its configuration anew: `reload` where it can without letting go of anybody, else
 * `restart`.
 */
export const restartUnit = action({
  name: 'restart-unit',
  parameters: z.strictObject({ by: z.enum(['reload', 'restart']).default('restart') }),
  commands: ({ by }, { environment, target }) => [
    onInstance(target, `systemctl ${by} ${roleSoftware[instanceNamed(environment, target).role].unit}`),
  ],
  async run({ by }, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    await asRoot(host(target), `systemctl ${by} ${unit}`, { signal, timeout: seconds(60) });
    const { ActiveState: state } = await unitState(host(target), unit, { signal });
    const observed = `after its ${by}, ${unit} on ${target} is ${state ?? 'unknown'}`;
    if (state !== 'active') throw new Error(observed);
    return observed;
  },
});
