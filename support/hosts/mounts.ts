import { quote } from './shell';

/**
 * What is asked about mounts in POSIX shell. The kernel's list is asked, not `mountpoint`: that one reads the folder,
 * and says that nothing is mounted where the device below has died.
 */

/** A condition: something is mounted at the path, whether or not it can be read. */
export const isMounted = (path: string): string =>
  `findmnt --noheadings --mountpoint ${quote(path)} >/dev/null`;

/**
 * A condition: what is mounted at the path lies on the device that the word (of shell) names now. A volume that was
 * taken and attached again has the same name and another number, and what is still mounted lies on the dead one.
 */
export const isMountedFrom = (path: string, device: string): string =>
  `[ "$(findmnt --noheadings --raw --output MAJ:MIN --mountpoint ${quote(path)} | tail -n1)" = "$(mountpoint -x ${device} 2>/dev/null || echo none)" ]`;

/** Prints a finding for a person, or nothing when what is mounted at the path lies on a device that is there. */
export const mountFinding = (path: string): string => `
source=$(findmnt --noheadings --output SOURCE --mountpoint ${quote(path)} | tail -n1)
if [ -z "$source" ]; then echo ${quote(`nothing is mounted at ${path}`)}
elif ! ${isMountedFrom(path, '"$source"')}; then echo ${quote(`what is mounted at ${path} lies on a device that is gone`)}
fi`;
