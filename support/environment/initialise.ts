import { parse } from 'yaml';
import { z } from 'zod';
import { milliseconds, minutes, seconds, type Milliseconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import type { Host } from '../hosts/host';
import { readJournal } from '../hosts/journal';
import { mustRun } from '../hosts/shell';
import { unitState } from '../hosts/unit-state';
import type { Environment } from './environment';

const cloudConfig = z.object({
  write_files: z.array(z.object({ path: z.string(), content: z.string() })),
});

const unit = 'firedrill-init.service';

/** Prints the revision at which step 1 ended; fails before. */
export const INITIALISED_AT = 'cat /run/firedrill/init-done';

/** The same once there is one, or after two seconds: the host itself sees it sooner than who asks again and again. */
const INITIALISED_SOON = `for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  [ -e /run/firedrill/init-done ] && break
  sleep 0.1
done
${INITIALISED_AT}`;

/** Until the host lets us in: it may just be booting. */
export async function untilReachable(
  { startup }: Environment,
  host: Host,
  signal: AbortSignal,
): Promise<void> {
  await waitUntil({
    subject: `${host.name} to let us in`,
    deadline: startup.init.deadline,
    interval: milliseconds(300),
    attempt: seconds(25),
    signal,
    observe: async (attempt) => {
      await host.run('true', { signal: attempt, timeout: seconds(10) });
      return { value: true };
    },
  });
}

/** What a host that is up already was told at its first boot is brought up to date; true when something changed. */
export async function updateContext(host: Host, userData: string, signal: AbortSignal): Promise<boolean> {
  let changed = false;
  for (const { path, content } of cloudConfig.parse(parse(userData)).write_files) {
    const present = await host.download(path, signal);
    if (present.equals(Buffer.from(content))) continue;
    await host.upload(path, content, '0600', signal);
    changed = true;
  }
  if (changed) {
    await mustRun(host, `systemctl restart --no-block ${unit}`, { signal, timeout: seconds(20), sudo: true });
  }
  return changed;
}

/**
 * Step 1: until the host is initialised at this revision. It gives up when the unit fails, and shows what the
 * journal said.
 */
export async function untilInitialised(
  environment: Environment,
  host: Host,
  name: string,
  revision: string,
  signal: AbortSignal,
  within: Milliseconds = environment.startup.init.deadline,
): Promise<void> {
  try {
    await waitUntil({
      subject: `${name} to be initialised at ${revision}`,
      deadline: milliseconds(Math.min(within, environment.startup.init.deadline)),
      interval: milliseconds(250),
      attempt: seconds(20),
      signal,
      observe: async (attempt) => {
        const options = { signal: attempt, timeout: seconds(15), sudo: true };
        const { code, stdout } = await host.run(INITIALISED_SOON, options);
        const done = stdout.trim();
        if (code === 0 && done === revision) return { value: true };
        const { ActiveState: active, Result: result } = await unitState(host, unit, { signal: attempt });
        if (active === 'failed') return { hopeless: `${unit} failed (${result ?? 'unknown'})` };
        return { seen: `${unit} is ${active ?? 'unknown'}, initialised at ${done || 'no revision'}` };
      },
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const lines = await readJournal(host, { unit, lines: 20 }, AbortSignal.timeout(minutes(1))).catch(
      (reason: unknown) => `no journal: ${String(reason)}`,
    );
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n${lines.trim()}`, { cause: error });
  }
}
