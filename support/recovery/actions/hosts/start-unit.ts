import { instanceNamed } from '../../../environment/environment';
import { roleSoftware } from '../../../environment/role-software';
import { asRoot } from '../../../hosts/as-root';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Starts the application's unit. That it runs does not say that it serves. */
export const startUnit = action({
  name: 'start-unit',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `systemctl start ${roleSoftware[instanceNamed(environment, target).role].unit}`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    await asRoot(host(target), `systemctl start ${unit}`, { signal });
    const state = await unitState(host(target), unit, { signal });
    const observed = `${unit} on ${target} is ${state.ActiveState ?? 'unknown'}, main process ${state.MainPID ?? '?'}`;
    if (state.ActiveState !== 'active') throw new Error(observed);
    return observed;
  },
});
