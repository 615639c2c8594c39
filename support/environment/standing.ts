import type { Instance } from '../cloud/instances';
import { seconds } from '../drill/time';
import { instanceNamed } from './environment';
import { imageOf } from './image-of-instance';
import { INITIALISED_AT } from './initialise';
import type { OpenEnvironment } from './open-environment';
import { isTainted } from './tainted';

/**
 * How an instance stands, as far as that can be told at once: it runs of its image and is initialised; it is lost, and has to be
 * run anew whatever it says; or neither is known, of one that boots, was stopped or does not let anybody in.
 */
export type Standing =
  | { readonly is: 'initialised'; readonly instance: Instance }
  | { readonly is: 'lost' }
  | { readonly is: 'unknown' };

/** @param present every instance of the environment, as just found */
export async function standingOf(
  open: OpenEnvironment,
  name: string,
  present: readonly Instance[],
  signal: AbortSignal,
): Promise<Standing> {
  const image = imageOf(open, instanceNamed(open.environment, name));
  const [instance, ...more] = present.filter(
    ({ tags, state }) => tags['Name'] === name && state !== 'shutting-down',
  );
  if (instance === undefined || instance.imageId !== image || isTainted(instance)) return { is: 'lost' };
  if (instance.state !== 'running' || more.length > 0) return { is: 'unknown' };
  const asked = { signal, timeout: seconds(3), sudo: true };
  const said = await open
    .host(name)
    .run(INITIALISED_AT, asked)
    .catch(() => undefined);
  return said?.stdout.trim() === open.state.revision ? { is: 'initialised', instance } : { is: 'unknown' };
}
