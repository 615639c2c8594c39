import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { isMounted } from '../../../hosts/mounts';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/**
 * Takes the data volume's mount away (`umount --lazy`): a file system whose device is gone cannot be unmounted in order,
 * and nothing else can be mounted in its place.
 */
export const unmountDataVolume = action({
  name: 'unmount-data-volume',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `umount --lazy ${instanceNamed(environment, target).volume.mount}`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { mount } = instanceNamed(environment, target).volume;
    const said = await asRoot(
      host(target),
      `if ${isMounted(mount)}; then umount --lazy ${quote(mount)} && echo 'was taken away'; else echo 'was not mounted'; fi`,
      { signal },
    );
    return `${mount} on ${target} ${said.trim()}`;
  },
});
