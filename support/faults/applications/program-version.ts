import { quote } from '../../hosts/shell';

/** Where an update keeps the version before, for the way back. */
export const previousVersion = (program: string): string => `${program}.previous`;

/**
 * Shell that puts another version of a program in its place, and keeps the one that was there beside it. At no moment is
 * there none; what runs goes on with the one that it has.
 *
 * @param candidate the file of the other version, which stays
 */
export function putInPlace(program: string, candidate: string): string {
  const now = quote(program);
  const before = quote(previousVersion(program));
  const next = quote(`${program}.next`);
  return `cp --preserve=all ${now} ${before}
cp ${quote(candidate)} ${next}
chown --reference=${before} ${next}
chmod --reference=${before} ${next}
mv ${next} ${now}
sync -f ${now}`;
}
