import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Has the application's unit take its configuration anew: without a restart where the software can. */
export const reloadUnit = action({
  name: 'reload-unit',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(
      target,
      `systemctl reload-or-restart ${roleSoftware[instanceNamed(environment, target).role].unit}`,
    ),
  ],
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    await asRoot(host(target), `systemctl reload-or-restart ${unit}`, { signal, timeout: seconds(60) });
    const { ActiveState: state, MainPID: pid } = await unitState(host(target), unit, { signal });
    const observed = `${unit} on ${target} is ${state ?? 'unknown'}, main process ${pid ?? '?'}`;
    if (state !== 'active') throw new Error(observed);
    return observed;
  },
});
