import { minutes } from '../../../drill/time';
import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { unitState } from '../../../hosts/unit-state';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const temporaryOf = ({ name, role }: InstanceDeclaration): string => {
  const { temporary } = roleSoftware[role];
  if (temporary === undefined) throw new Error(`${name} has no folder for temporary files`);
  return temporary;
};

/** Removes what lies in the folder of temporary files of an application that is down: nobody needs it then. */
export const removeTemporaryFiles = action({
  name: 'remove-temporary-files',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const instance = instanceNamed(environment, target);
    return [
      onInstance(target, `du --inodes --max-depth=3 ${instance.volume.mount} | sort -n | tail`),
      onInstance(target, `find ${temporaryOf(instance)} -mindepth 1 -delete`),
    ];
  },
  async run(_, { environment, target, host, keep }, signal) {
    const instance = instanceNamed(environment, target);
    const folder = temporaryOf(instance);
    const { unit } = roleSoftware[instance.role];
    const { ActiveState: state } = await unitState(host(target), unit, { signal });
    if (state === 'active' || state === 'activating')
      throw new Error(`${unit} on ${target} is ${state}: its temporary files may be in use`);
    const usage = `du --inodes --max-depth=3 ${quote(instance.volume.mount)} | sort -n | tail`;
    keep(`inodes-${target}`, await asRoot(host(target), usage, { signal, timeout: minutes(1) }));
    const remove = `find ${quote(folder)} -mindepth 1 | wc -l && find ${quote(folder)} -mindepth 1 -delete`;
    const removed = await asRoot(host(target), remove, { signal, timeout: minutes(3) });
    return `${removed.trim()} files and folders in ${folder} on ${target} were removed`;
  },
});
