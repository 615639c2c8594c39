import { z } from 'zod';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import type { InstanceDeclaration } from '../../../environment/environment';
import { readinessCommand } from '../../../environment/readiness';
import { all } from '../../../environment/turns';
import { roleSoftware } from '../../../environment/role-software';
import { startUnit } from '../../../hosts/systemd';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import type { ActionContext } from '../context';
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
    for (const layer of layers) await all(layer.map((instance) => start(instance, context, signal)));
    return `they answer: ${layers
      .flat()
      .map(({ name }) => name)
      .join(', ')}`;
  },
});

async function start(
  instance: InstanceDeclaration,
  { environment, host }: ActionContext,
  signal: AbortSignal,
): Promise<void> {
  const { unit } = roleSoftware[instance.role];
  const { deadline } = environment.startup.application;
  const shell = host(instance.name);
  await startUnit(shell, unit, deadline, signal);
  const command = readinessCommand(environment, instance);
  await waitUntil({
    subject: `${instance.name} to answer`,
    deadline,
    interval: milliseconds(300),
    attempt: seconds(20),
    signal,
    observe: async (attempt) => {
      const { code, stdout } = await shell.run(command, { signal: attempt, timeout: seconds(20) });
      if (code === 0) return { value: true };
      const { ActiveState: active, Result: result } = await unitState(shell, unit, { signal: attempt });
      if (active === 'failed') return { hopeless: `${unit} failed (${result ?? 'unknown'})` };
      return { seen: `${unit} is ${active ?? 'unknown'}; ${stdout.trim()}` };
    },
  });
}
