import { withDeadline } from '../drill/deadline';
import { minutes, seconds } from '../drill/time';
import type { OpenEnvironment } from '../environment/open-environment';
import { listHostLeases, revertHostLease } from '../hosts/lease/host-lease';
import type { LeaseEnd, LeaseId } from '../drill/lease';

export interface RevertedLeases {
  /** Records of leases, by the lease's id. */
  readonly ends: readonly (LeaseEnd & { readonly id: LeaseId })[];
  /** What was done, a sentence each. */
  readonly did: readonly string[];
  /** Where it could not be found out whether a lease is in force, a sentence each. */
  readonly doubts: readonly string[];
}

/**
 * Asks the cloud's tags and every host of the environment which leases there are, whoever has armed them, and ends
 * them. Nothing is believed but what the places themselves tell.
 */
export async function revertLeases(open: OpenEnvironment, signal: AbortSignal): Promise<RevertedLeases> {
  const ends: (LeaseEnd & { readonly id: LeaseId })[] = [];
  const did: string[] = [];
  const doubts: string[] = [];
  const trying = async (subject: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      signal.throwIfAborted();
      doubts.push(`${subject}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const note = (id: LeaseId, where: string, end: LeaseEnd | undefined): void => {
    if (end === undefined) return;
    ends.push({ ...end, id });
    const how = end.by === 'release' ? 'was reverted' : `had ended by ${end.by}`;
    did.push(`${id} on ${where} ${how}: ${end.restored.split('\n').at(-1) ?? ''}`);
  };

  // The cloud first: a host that was stopped or lost its volume can only then put back the rest.
  await trying('the cloud', async () => {
    for (const { resource, id } of await open.cloud.leases.find(signal)) {
      await trying(resource, async () => {
        note(id, resource, await open.cloud.leases.revert(resource, id, signal));
      });
    }
  });
  await Promise.all(
    open.environment.instances.map(({ name }) =>
      trying(name, async () => {
        const instances = await open.cloud.instances.find({ Name: name }, signal);
        // What does not run has no lease in its memory; what it has on its disk is for its next boot.
        if (!instances.some(({ state }) => state === 'running')) return;
        const host = open.host(name);
        await withDeadline(minutes(2), signal, async (limit) => {
          await host.run('true', { signal: limit, timeout: seconds(20) });
          for (const { id } of await listHostLeases(host, limit)) {
            note(id, name, await revertHostLease(host, name, id, limit));
          }
        });
      }),
    ),
  );
  return { ends, did, doubts };
}
