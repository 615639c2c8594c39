import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { withHostLibrary } from '../../../hosts/host-library';
import { action } from '../action';
import { onInstance } from '../commands';

/** Looks, and changes nothing: 0 is clean, 1 is damaged. */
const script = withHostLibrary(`
import subprocess, sys
from firedrill import data_device, instance
device = data_device.find(instance.load().data_device, deadline_seconds=30)
checked = subprocess.run(['xfs_repair', '-n', device], capture_output=True, text=True)
print(device)
print(checked.stdout + checked.stderr)
sys.exit(checked.returncode)
`);

/** Has xfs_repair look at the file system of a data volume that is not mounted; fails when it is other than expected. */
export const checkFileSystem = action({
  name: 'check-file-system',
  parameters: z.strictObject({ expect: z.enum(['damaged', 'clean']) }),
  commands: (_, { environment, target }) => [
    onInstance(target, `xfs_repair -n ${instanceNamed(environment, target).volume.device}`),
  ],
  async run({ expect }, { target, host, keep }, signal) {
    const { code, stdout, stderr } = await tryAsRoot(host(target), script, { signal, timeout: minutes(5) });
    if (code > 1) throw new Error(`the file system of ${target} could not be looked at: ${stderr.trim()}`);
    const [device = '', ...words] = stdout.trim().split('\n');
    keep(`file-system-${target}-${expect}`, words.join('\n'));
    const why = words.find((line) => /bad|error|corrupt/i.test(line)) ?? 'nothing found';
    const observed = `xfs_repair calls ${device} on ${target} ${code === 0 ? 'clean' : `damaged: ${why.trim()}`}`;
    if ((code === 1) !== (expect === 'damaged')) throw new Error(observed);
    return observed;
  },
});
