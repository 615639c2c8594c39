import type { Instance, Instances } from './instances';

/** The one running instance of that name; anything else is not to be broken. */
export async function runningInstance(
  instances: Pick<Instances, 'find'>,
  name: string,
  signal: AbortSignal,
): Promise<Instance> {
  const found = await instances.find({ Name: name }, signal);
  const [only] = found;
  if (only?.state === 'running' && found.length === 1) return only;
  const seen = found.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none';
  throw new Error(`expected one running instance named ${name}, found ${seen}`);
}

/** `jira (i-0a1) with vol-0b2, vol-0c3`: the instance and every volume that it has. */
export const withVolumes = (name: string, { id, devices }: Instance): string => {
  const volumes = Object.values(devices).join(', ');
  return `${name} (${id})${volumes === '' ? '' : ` with ${volumes}`}`;
};
