import { environmentLeaseOf } from '../../environment/environment-lease';
import { instanceNamed } from '../../environment/environment';
import { imageOf } from '../../environment/image-of-instance';
import { imagesEnvironment, imageVersionTag } from '../../environment/images-environment';
import { openEnvironment, type OpenEnvironment } from '../../environment/open-environment';
import { isTainted } from '../../environment/tainted';
import { askVersion } from '../../recovery/actions/applications/check-version';
import { cloudThatAnswers } from '../environment/cloud-door';
import { chooseEnvironment } from '../environment/environment-file';
import type { Runs } from './promotion-problems';

/** Looks what an instance of an open environment runs; changes nothing. */
export async function whatRuns(open: OpenEnvironment, name: string, signal: AbortSignal): Promise<Runs> {
  const declared = instanceNamed(open.environment, name);
  const [instance, leasedBy, images, tells] = await Promise.all([
    open.instance(name, signal),
    environmentLeaseOf(open, signal),
    open.cloud.images.ofEnvironment(imagesEnvironment, signal),
    askVersion(declared, open.host(name), signal).catch(() => undefined),
  ]);
  signal.throwIfAborted();
  return {
    environment: open.name,
    instance: name,
    image: instance.imageId,
    remembered: imageOf(open, declared),
    brings: images.find(({ id }) => id === instance.imageId)?.tags[imageVersionTag],
    tells,
    tainted: isTainted(instance),
    leasedBy,
  };
}

/** The same of an environment by its name, which somebody else may be drilling on. Throws where it is not up. */
export async function whatRunsThere(environment: string, name: string, signal: AbortSignal): Promise<Runs> {
  const chosen = chooseEnvironment(environment).environment;
  const access = await cloudThatAnswers(chosen, signal);
  if (access === undefined) throw new Error(`${chosen.name} is not up; run: npx firedrill up ${chosen.name}`);
  const open = await openEnvironment(chosen.name, access);
  try {
    return await whatRuns(open, name, signal);
  } finally {
    open.close();
  }
}
