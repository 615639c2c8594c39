import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { tryAsRoot } from '../../../hosts/as-root';
import type { Shell } from '../../../hosts/shell';

export const SCRUB = '/opt/firedrill/bin/content-scrub';
export const scrubCommand = `${SCRUB} --now --json`;

const answer = z.object({
  /** Files in the ledger. */
  files: z.number(),
  bad: z.array(z.object({ path: z.string(), reason: z.string() })),
  restored: z.array(z.string()).default([]),
});
export type ScrubAnswer = z.infer<typeof answer>;

/** Asks the scrub for JSON. It ends with 1 when something is bad, so what counts is what it says. */
export async function askScrub(shell: Shell, command: string, signal: AbortSignal): Promise<ScrubAnswer> {
  const result = await tryAsRoot(shell, command, { signal, timeout: minutes(5) });
  try {
    return answer.parse(JSON.parse(result.stdout));
  } catch (cause) {
    const words = result.stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`the scrub ended with ${String(result.code)} and no answer that is known: ${words}`, {
      cause,
    });
  }
}

export const describeBad = (bad: ScrubAnswer['bad']): string =>
  bad.map(({ path, reason }) => `${path} (${reason})`).join(', ');
