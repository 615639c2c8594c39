import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { diskUsage } from './check-disk-usage';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Grows the mounted XFS to its volume's size. XFS sets blocks aside for itself, so it can do so when it is full. */
export const growFileSystem = action({
  name: 'grow-file-system',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `xfs_growfs ${instanceNamed(environment, target).volume.mount}`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { mount } = instanceNamed(environment, target).volume;
    const before = await diskUsage(host(target), mount, signal);
    await asRoot(host(target), `xfs_growfs ${quote(mount)}`, { signal });
    const after = await diskUsage(host(target), mount, signal);
    const observed = `${mount} on ${target} had ${String(before.size)} bytes and has ${String(after.size)}`;
    if (after.size <= before.size) throw new Error(`${observed}: it did not grow`);
    return observed;
  },
});
