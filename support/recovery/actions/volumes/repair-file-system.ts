import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { withHostLibrary } from '../../../hosts/host-library';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const script = withHostLibrary(`
import subprocess, sys
from firedrill import data_device, instance
device = data_device.find(instance.load().data_device, deadline_seconds=30)
repaired = subprocess.run(['xfs_repair', device], capture_output=True, text=True)
sys.stdout.write(repaired.stdout + repaired.stderr)
sys.exit(repaired.returncode)
`);

/**
 * Repairs the file system of a data volume that is not mounted. A primary superblock that is lost is taken from its
 * copies. A log that was not played is left alone: xfs_repair refuses then, and mounting is tried first.
 */
export const repairFileSystem = action({
  name: 'repair-file-system',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `xfs_repair ${instanceNamed(environment, target).volume.device}`),
  ],
  async run(_, { target, host, keep }, signal) {
    const said = await asRoot(host(target), script, { signal, timeout: minutes(10) });
    keep(`file-system-${target}-repaired`, said);
    const found =
      said.split('\n').find((line) => /superblock/i.test(line)) ?? said.trim().split('\n').at(-1) ?? '';
    return `xfs_repair on ${target}: ${found.trim()}`;
  },
});
