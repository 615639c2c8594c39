import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const killCommand = (unit: string): string => `systemctl kill --kill-whom=all --signal=SIGKILL ${unit}`;
const stopCommand = (unit: string): string => `systemctl stop ${unit}`;

/**
 * Ends a unit that does not answer: SIGKILL to all of its processes, for one that hangs heeds no other signal, and then a
 * stop, which waits until systemd has seen them gone.
 */
export const killUnit = action({
  name: 'kill-unit',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    return [onInstance(target, killCommand(unit)), onInstance(target, stopCommand(unit))];
  },
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const shell = host(target);
    await asRoot(shell, `${killCommand(unit)} && ${stopCommand(unit)}`, { signal });
    const { ActiveState: state, Result: result } = await unitState(shell, unit, { signal });
    const observed = `${unit} on ${target} is ${state ?? 'unknown'}: result ${result ?? '?'}`;
    if (state !== 'inactive' && state !== 'failed') throw new Error(`${observed}; expected it to be down`);
    return observed;
  },
});
