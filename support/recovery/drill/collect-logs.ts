import { minutes } from '../../drill/time';
import type { DrillDefinition } from '../catalogue/catalogue';
import { withTimeLimit } from './time-limit';
import type { DrillPorts } from '../ports/drill-ports';

/** Roles whose logs tell the story of any outage. */
const ALWAYS = ['web', 'crowd', 'confluence', 'jira', 'alfresco', 'mysql', 'monitor'];

/** Keeps what the hosts of the drill logged since its start. One host that cannot be read does not keep the others out. */
export async function collectLogs(
  ports: Pick<DrillPorts, 'environment' | 'readLog'>,
  { scenario, runbook }: DrillDefinition,
  since: string,
  keep: (name: string, text: string) => void,
): Promise<void> {
  const involved = new Set([
    scenario.component,
    scenario.fault?.target,
    ...runbook.steps.map(({ target }) => target),
  ]);
  const instances = ports.environment.instances
    .filter(({ name, role }) => involved.has(name) || ALWAYS.includes(role))
    .map(({ name }) => name);
  const { signal } = new AbortController();
  const read = await Promise.allSettled(
    instances.map(async (name) => {
      const text = await withTimeLimit(`the log of ${name}`, minutes(1), signal, (limit) =>
        ports.readLog(name, since, limit),
      );
      keep(`${name}.log`, text);
    }),
  );
  const errors = read.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
}
