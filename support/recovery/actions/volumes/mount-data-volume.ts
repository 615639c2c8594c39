import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { seconds } from '../../../drill/time';
import { withHostLibrary } from '../../../hosts/host-library';
import type { Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** As the host's start-up does it: the device is found, mounted and grown. A blank one is refused here. */
const mountScript = withHostLibrary(`
import subprocess
from firedrill import data_device, data_volume, instance
here = instance.load()
device = data_device.find(here.data_device, deadline_seconds=30)
subprocess.run(['blkid', '-p', device], check=True, stdout=subprocess.DEVNULL)
data_volume.bring_up(device, here.mount)
print(device)
`);

/** Mounts the data volume where the host's start-up mounts it. Throws when the device has no file system. */
export const mountDataVolume = action({
  name: 'mount-data-volume',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const { device, mount } = instanceNamed(environment, target).volume;
    return [onInstance(target, `mount -t xfs -o nouuid,noatime ${device} ${mount}`)];
  },
  async run(_, { environment, target, host }, signal) {
    const { mount } = instanceNamed(environment, target).volume;
    const device = await mountOnHost(host(target), signal);
    return `${device} is mounted at ${mount} on ${target}`;
  },
});

/** Mounts a host's data volume as its start-up does; returns the device's name there. */
export const mountOnHost = async (shell: Shell, signal: AbortSignal): Promise<string> =>
  (await asRoot(shell, mountScript, { signal, timeout: seconds(60) })).trim();
