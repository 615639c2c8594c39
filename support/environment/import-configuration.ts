import { minutes } from '../drill/time';
import { mustRun } from '../hosts/shell';
import { untilReachable } from './initialise';
import type { OpenEnvironment } from './open-environment';

/** Hands the bastion what every host fetches. The archive holds secrets and goes by standard input. */
export async function importConfiguration(
  open: Pick<OpenEnvironment, 'environment' | 'bastion'>,
  archive: Buffer,
  revision: string,
  signal: AbortSignal,
): Promise<void> {
  const host = open.bastion.self;
  await untilReachable(open.environment, host, signal);
  await mustRun(host, `/opt/firedrill/bin/import-configuration ${revision}`, {
    signal,
    timeout: minutes(4),
    input: archive,
    sudo: true,
  });
}
