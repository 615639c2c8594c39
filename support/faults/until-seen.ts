import type { ProofOfInjection } from '../drill/fault';
import { milliseconds, seconds, type Milliseconds } from '../drill/time';
import { waitUntil, type Observation } from '../drill/wait-until';

/** Looks until the effect is seen: `installed`, in these words. What is not seen in time is `indeterminate`, with why. */
export async function untilSeen(
  subject: string,
  deadline: Milliseconds,
  signal: AbortSignal,
  observe: (attempt: AbortSignal) => Promise<Observation<string>>,
): Promise<ProofOfInjection> {
  try {
    const observed = await waitUntil({
      subject,
      deadline,
      interval: milliseconds(200),
      attempt: seconds(10),
      signal,
      observe,
    });
    return { result: 'installed', observed };
  } catch (error) {
    signal.throwIfAborted();
    return { result: 'indeterminate', observed: error instanceof Error ? error.message : String(error) };
  }
}
