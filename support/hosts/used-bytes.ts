import { seconds } from '../drill/time';
import { mustRun, quote, type Shell } from './shell';

/** Bytes of the file system that is mounted there. */
export interface Usage {
  readonly size: number;
  readonly used: number;
}

export async function usageOf(shell: Shell, mount: string, signal: AbortSignal): Promise<Usage> {
  const command = `df --block-size=1 --output=size,used ${quote(mount)} | tail -n 1`;
  const said = await mustRun(shell, command, { signal, timeout: seconds(30), sudo: true });
  const [size, used] = said.trim().split(/\s+/).map(Number);
  if (size === undefined || used === undefined || Number.isNaN(size) || Number.isNaN(used))
    throw new Error(`df says nothing of ${mount}: ${said.trim()}`);
  return { size, used };
}
