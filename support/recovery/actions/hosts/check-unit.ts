import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState, unitStateCommand } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';

const restartsCommand = (unit: string): string => `systemctl show ${unit} --property=NRestarts --value`;

/**
 * Says what systemd knows of the application's unit; fails when it is not as expected, for then this is the wrong runbook.
 * `looping` is one that systemd has started again more than once.
 */
export const checkUnit = action({
  name: 'check-unit',
  parameters: z.strictObject({ expect: z.enum(['down', 'up', 'looping']) }),
  commands: ({ expect }, { environment, target }) => {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const state = onInstance(target, unitStateCommand(unit));
    return expect === 'looping' ? [state, onInstance(target, restartsCommand(unit))] : [state];
  },
  async run({ expect }, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const state = await unitState(host(target), unit, { signal });
    const up = state.ActiveState === 'active';
    const observed = `${unit} on ${target} is ${state.ActiveState ?? 'unknown'}: result ${state.Result ?? '?'}, last status ${state.ExecMainStatus ?? '?'}`;
    if (expect === 'looping') {
      const count = Number((await asRoot(host(target), restartsCommand(unit), { signal })).trim());
      const again = `${observed}; systemd has started it again ${String(count)} times`;
      if (count < 2) throw new Error(`${again}; expected it to end soon after each start`);
      return again;
    }
    if (up !== (expect === 'up')) throw new Error(`${observed}; expected it to be ${expect}`);
    return observed;
  },
});
