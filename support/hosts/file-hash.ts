import { minutes } from '../drill/time';
import { mustRun, quote, type Shell } from './shell';

/** SHA-256 (hex) of files by path, read as root; a file that is not there is an error. */
export async function sha256OfFiles(
  shell: Shell,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  // sha256sum marks names that it had to escape by a backslash, with -z it escapes none.
  const text = await mustRun(shell, `sha256sum -z -- ${paths.map(quote).join(' ')}`, {
    signal,
    timeout: minutes(5),
    sudo: true,
  });
  return new Map(
    text
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
}
