import { z } from 'zod';
import { seconds } from '../../drill/time';
import { tryAsRoot } from '../../faults/as-root';
import type { Shell } from '../../hosts/shell';
import type { DamagedFile } from './context';

export const scrubCommand = '/opt/firedrill/bin/contentstore-scrub --now --json';

/** Below an Alfresco instance's mount. */
export const contentStoreBelow = (mount: string): string => `${mount}/alf_data/contentstore`;

const answer = z.object({
  checked: z.number(),
  bad: z.array(z.object({ path: z.string(), expected: z.string() })),
});

/** Reads every file of the content store from the disk and compares it with the ledger of what was stored. */
export async function scrub(
  shell: Shell,
  signal: AbortSignal,
): Promise<{ readonly checked: number; readonly damaged: readonly DamagedFile[] }> {
  // It ends with another code than 0 when files are damaged; what counts is what it says.
  const result = await tryAsRoot(shell, scrubCommand, { signal, timeout: seconds(60) });
  let said: unknown;
  try {
    said = JSON.parse(result.stdout);
  } catch (error) {
    const words = result.stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`the scrub ended with ${String(result.code)} and no answer: ${words}`, { cause: error });
  }
  const { checked, bad } = answer.parse(said);
  return { checked, damaged: bad.map(({ path, expected }) => ({ path, sha256: expected })) };
}
