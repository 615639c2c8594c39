import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Stops the application's unit in order: what is under way ends, and what it holds is let go. */
export const stopUnit = action({
  name: 'stop-unit',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `systemctl stop ${roleSoftware[instanceNamed(environment, target).role].unit}`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    await asRoot(host(target), `systemctl stop ${unit}`, { signal, timeout: seconds(60) });
    const { ActiveState: state, Result: result } = await unitState(host(target), unit, { signal });
    const observed = `${unit} on ${target} is ${state ?? 'unknown'}: result ${result ?? '?'}`;
    if (state !== 'inactive' && state !== 'failed') throw new Error(`${observed}; expected it to be down`);
    return observed;
  },
});
