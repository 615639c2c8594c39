import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILLER, SSH_TABLE } from './event-leftovers';

/** What a host is, as far as a fault may change it: one line a fact, sorted, so that two of them can be compared. */
export type Fingerprint = readonly string[];

/** Stands in the fingerprint of a host that is still starting or going down. It tells nothing of what is there. */
export const BOOTING = 'booting';

/** Root's shell on the target; see the program for what it looks at. */
export const fingerprintScript = `python3 - ${FILLER} ${SSH_TABLE} <<'END'
${readFileSync(join(__dirname, 'fingerprint.py'), 'utf8')}
END`;

/** Blocks (of 4 KiB) that may be free more or fewer without anybody having left something: the file system's own. */
const FREE_TOLERANCE = 512;

export function parseFingerprint(text: string): Fingerprint {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .sort();
}

/** What is there now and was not before (`+`), and the other way round (`-`); empty for hosts that are alike. */
export function differences(before: Fingerprint, now: Fingerprint): readonly string[] {
  const free = (lines: Fingerprint): number =>
    Number(lines.find((line) => line.startsWith('free '))?.slice(5) ?? NaN);
  const facts = (lines: Fingerprint): readonly string[] =>
    lines.filter((line) => !line.startsWith('free ') && line !== BOOTING);
  const count = (lines: readonly string[]): ReadonlyMap<string, number> => {
    const counted = new Map<string, number>();
    for (const line of lines) counted.set(line, (counted.get(line) ?? 0) + 1);
    return counted;
  };
  const [was, is] = [count(facts(before)), count(facts(now))];
  const more = [...is].filter(([line, times]) => times > (was.get(line) ?? 0)).map(([line]) => `+ ${line}`);
  const less = [...was].filter(([line, times]) => times > (is.get(line) ?? 0)).map(([line]) => `- ${line}`);
  // Only hosts have any.
  const moved = Math.abs(free(now) - free(before)) || 0;
  return [
    ...more,
    ...less,
    ...(moved <= FREE_TOLERANCE
      ? []
      : [`~ ${String(free(now) - free(before))} free blocks on the data volume`]),
  ];
}
