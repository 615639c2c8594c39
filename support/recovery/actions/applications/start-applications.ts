import { z } from 'zod';
import { all } from '../../../environment/turns';
import { roleSoftware } from '../../../environment/role-software';
import { startApplication } from '../../../environment/start-applications';
import { action } from '../action';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { orderOfStart } from './order-of-start';

/** Starts the applications of several instances in the order of their dependencies, each waited for until it answers. */
export const startApplications = action({
  name: 'start-applications',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    orderOfStart(environment, instances)
      .flat()
      .flatMap(({ name, role }) => [
        onInstance(name, `systemctl start ${roleSoftware[role].unit}`),
        onInstance(name, `sh -c "until ${roleSoftware[role].ask}; do sleep 1; done"`),
      ]),
  async run({ instances }, context, signal) {
    const layers = orderOfStart(context.environment, instances);
    for (const layer of layers)
      await all(layer.map((instance) => startApplication(context, instance, signal)));
    return `they answer: ${layers
      .flat()
      .map(({ name }) => name)
      .join(', ')}`;
  },
});
