/** Where the base image keeps what it knows of itself. */
const LIBRARY = '/opt/firedrill/lib';

/**
 * Python, run by root on a host of ours, with the library of the base image at hand.
 * @param program may not have a double quote or a dollar sign in it
 */
export const withHostLibrary = (program: string): string => `python3 -c "
import sys
sys.path.insert(0, '${LIBRARY}')
${program.trim()}
"`;

/**
 * Prints how the host calls the device that EC2 knows as `device` (`/dev/xvdf`); fails while it has none. Attached
 * again, it may be called otherwise than before.
 */
export const printDataDevice = (device: string): string =>
  withHostLibrary(`
from firedrill import data_device
print(data_device.find('${device}', deadline_seconds=0))
`);
