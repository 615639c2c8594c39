import { redact } from '../../drill/redaction/known-secrets';
import { milliseconds, minutes } from '../../drill/time';
import type { Environment } from '../../environment/environment';
import { readEnvironmentState } from '../../environment/environment-state';
import { openEnvironment, type EnvironmentAccess } from '../../environment/open-environment';
import { systemFindings, untilMonitored } from '../../environment/steady-state';
import type { Found } from '../../recovery/run/night-file';
import { withTimeLimit } from '../../recovery/drill/time-limit';
import { openRuns } from '../recover/open-runs';
import { inOneLine } from './in-one-line';

/** An instance that does not answer takes its time; of one that is whole all is seen in a second or two. */
const LOOK = minutes(2);

/**
 * How a night finds its environment, before anything is mended: not up; broken, by what is seen of it or by runs that were
 * killed; or whole. It asks, and changes nothing.
 */
export async function lookAtEnvironment(
  environment: Environment,
  access: EnvironmentAccess,
  reportsFolder: string,
  signal: AbortSignal,
): Promise<Pick<Found, 'state' | 'findings'>> {
  const { name } = environment;
  if (readEnvironmentState(access.stateFolder, name) === undefined) return { state: 'down', findings: [] };
  const killed = openRuns(reportsFolder, name).map(({ run }) => `${run} was killed and left open`);
  const findings = [...killed, ...(await seen(environment, access, signal))].map(redact);
  return { state: findings.length === 0 ? 'whole' : 'broken', findings };
}

async function seen(
  { name, monitoring }: Environment,
  access: EnvironmentAccess,
  outer: AbortSignal,
): Promise<readonly string[]> {
  const open = await openEnvironment(name, access);
  try {
    return await withTimeLimit(`looking at ${name}`, LOOK, outer, async (signal) => {
      const findings = await systemFindings(open, signal);
      if (findings.length > 0) return findings;
      // After a reset the monitor needs its polls to see everything again.
      await untilMonitored(open, milliseconds(10 * monitoring.pollInterval), signal);
      return [];
    });
  } catch (error) {
    outer.throwIfAborted();
    return [inOneLine(error)];
  } finally {
    open.close();
  }
}
