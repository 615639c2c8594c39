import type { Environment, InstanceDeclaration } from '../../../environment/environment';
import { startLayers } from '../../../environment/start-order';

/** The named instances in the layers in which the environment starts them. */
export const orderOfStart = (
  { instances }: Environment,
  names: readonly string[],
): readonly (readonly InstanceDeclaration[])[] =>
  startLayers(instances)
    .map((layer) => layer.filter(({ name }) => names.includes(name)))
    .filter((layer) => layer.length > 0);
