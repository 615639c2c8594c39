import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const MOUNTS = '/proc/self/mounts';

/** Unmounts what is mounted below a folder, the deepest first: a matrix that was killed leaves its small file systems. */
export function unmountBelow(folder: string): void {
  if (!existsSync(MOUNTS)) return;
  const below = mountPoints(readFileSync(MOUNTS, 'utf8')).filter((path) => path.startsWith(`${folder}/`));
  for (const path of below.reverse()) execFileSync('umount', [path]);
}

/** The mount points of a `mounts(5)` text, in the order in which they were mounted. */
export const mountPoints = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .map((path) =>
      path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    );
