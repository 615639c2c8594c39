import { quote } from '../hosts/shell';

/**
 * A file of 1 MiB that a lease takes on a volume when it is armed, and gives back first when it reverts: so that what it
 * starts or writes has room, whatever else fills the volume. Both are for a lease's scripts, in their working folder.
 */
export const ballastOf = (mount: string): { readonly take: string; readonly giveBack: string } => {
  const file = `${quote(`${mount}/${BALLAST}`)}-"$(basename "$(dirname "$PWD")")"`;
  return {
    take: `fallocate -l 1M ${file}`,
    // A volume that is gone has taken it along.
    giveBack: `rm -f ${file}`,
  };
};

/** `firedrill` in its name, so that whoever finds it knows where it comes from. Its lease's id follows. */
const BALLAST = 'firedrill-ballast';
