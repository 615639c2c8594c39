import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const indexOf = ({ name, role }: InstanceDeclaration): string => {
  const { index } = roleSoftware[role];
  if (index === undefined) throw new Error(`${name} has no search index`);
  return index.folder;
};

/** Moves the search index of an application that is down aside, which then makes it anew from its database. */
export const removeIndex = action({
  name: 'remove-index',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const folder = indexOf(instanceNamed(environment, target));
    return [onInstance(target, `mv ${folder} ${folder}.damaged`)];
  },
  async run(_, { environment, target, host }, signal) {
    const instance = instanceNamed(environment, target);
    const folder = indexOf(instance);
    const { unit } = roleSoftware[instance.role];
    const { ActiveState: state } = await unitState(host(target), unit, { signal });
    if (state === 'active' || state === 'activating')
      throw new Error(`${unit} on ${target} is ${state}: its index is in use`);
    await asRoot(host(target), `mv --no-target-directory ${quote(folder)} ${quote(`${folder}.damaged`)}`, {
      signal,
    });
    return `${folder} on ${target} lies aside as ${folder}.damaged; ${unit} is ${state ?? 'unknown'}`;
  },
});
