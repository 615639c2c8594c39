import { seconds } from '../../drill/time';
import { instanceNamed } from '../../environment/environment';
import { asRoot } from '../../faults/as-root';
import { roleSoftware } from '../../faults/role-software';
import { unitState } from '../../faults/unit-state';
import { action } from './action';
import { onInstance } from './commands';
import { noParameters } from './no-parameters';

/** Restarts the application's unit in order: it ends by its own shutdown and takes its configuration anew. */
export const restartUnit = action({
  name: 'restart-unit',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `systemctl restart ${roleSoftware[instanceNamed(environment, target).role].unit}`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    await asRoot(host(target), `systemctl restart ${unit}`, { signal, timeout: seconds(60) });
    const { ActiveState: state, MainPID: pid } = await unitState(host(target), unit, { signal });
    const observed = `${unit} on ${target} is ${state ?? 'unknown'}, main process ${pid ?? '?'}`;
    if (state !== 'active') throw new Error(observed);
    return observed;
  },
});
