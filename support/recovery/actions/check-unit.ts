import { z } from 'zod';
import { instanceNamed } from '../../environment/environment';
import { roleSoftware } from '../../faults/role-software';
import { unitState, unitStateCommand } from '../../faults/unit-state';
import { action } from './action';
import { onInstance } from './commands';

/** Says what systemd knows of the application's unit; fails when it is not as expected, for then this is the wrong runbook. */
export const checkUnit = action({
  name: 'check-unit',
  parameters: z.strictObject({ expect: z.enum(['down', 'up']) }),
  commands: (_, { environment, target }) => [
    onInstance(target, unitStateCommand(roleSoftware[instanceNamed(environment, target).role].unit)),
  ],
  async run({ expect }, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const state = await unitState(host(target), unit, { signal });
    const up = state.ActiveState === 'active';
    const observed = `${unit} on ${target} is ${state.ActiveState ?? 'unknown'}: result ${state.Result ?? '?'}, last status ${state.ExecMainStatus ?? '?'}`;
    if (up !== (expect === 'up')) throw new Error(`${observed}; expected it to be ${expect}`);
    return observed;
  },
});
