import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { all } from '../../../environment/turns';
import { roleSoftware } from '../../../environment/role-software';
import { stopUnit } from '../../../hosts/systemd';
import { action } from '../action';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { orderOfStart } from './order-of-start';

/** Stops the applications of several instances cleanly, in the reverse order of their start. */
export const stopApplications = action({
  name: 'stop-applications',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    [...orderOfStart(environment, instances)]
      .reverse()
      .flat()
      .map(({ name, role }) => onInstance(name, `systemctl stop ${roleSoftware[role].unit}`)),
  async run({ instances }, { environment, host }, signal) {
    const layers = [...orderOfStart(environment, instances)].reverse();
    for (const layer of layers)
      await all(
        layer.map(({ name, role }) => stopUnit(host(name), roleSoftware[role].unit, minutes(2), signal)),
      );
    return `stopped, one after the other: ${layers.map((layer) => layer.map(({ name }) => name).join(' and ')).join(', ')}`;
  },
});
