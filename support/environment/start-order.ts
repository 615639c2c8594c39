import type { InstanceDeclaration } from './environment';

/** Instances in layers: each depends only on layers before its own. The file was checked to have no cycle. */
export function startLayers(
  instances: readonly InstanceDeclaration[],
): readonly (readonly InstanceDeclaration[])[] {
  const layers: InstanceDeclaration[][] = [];
  const placed = new Set<string>();
  let rest = [...instances];
  while (rest.length > 0) {
    const layer = rest.filter(({ dependsOn }) => dependsOn.every((name) => placed.has(name)));
    if (layer.length === 0) throw new Error(`no order for ${rest.map(({ name }) => name).join(', ')}`);
    layers.push(layer);
    for (const { name } of layer) placed.add(name);
    rest = rest.filter(({ name }) => !placed.has(name));
  }
  return layers;
}
