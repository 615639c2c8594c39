import { DescribeTagsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { environmentTag } from './tags';

/** The guard's refusal: asking again changes nothing. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
}

/** Refuses to change what is not this environment's, and what this run has no right (any more) to change. */
export interface Guard {
  /**
   * Throws a GuardRefusal unless every resource carries this environment's tag, and the run's right is still there, read now from the
   * cloud: another run may have taken over from one that stood still. Without resources only the right is asked for:
   * who makes something new changes the environment too.
   */
  assertOwn(ids: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * As `assertOwn`, of what another environment owns and this one only reads: a snapshot that a volume is made of. The run's
   * right to this environment is asked for, since what is made of it is made here.
   */
  assertOf(other: string, ids: readonly string[], signal: AbortSignal): Promise<void>;
  /** Something that this process has just made with the tag: the cloud may need a moment to show it. */
  made(id: string): void;
}

type TagReader = Pick<EC2Client, 'send'>;

/** @param right what stands for the run's right, where it has one: see `run-right.ts` */
export function createGuard(client: TagReader, environment: string, right?: string): Guard {
  const own = new Set<string>();
  const assertTagged = async (owner: string, ids: readonly string[], signal: AbortSignal): Promise<void> => {
    const unknown = right === undefined ? ids : [...ids, right];
    if (unknown.length === 0) return;
    const { Tags: tags = [] } = await client.send(
      new DescribeTagsCommand({
        Filters: [
          { Name: 'key', Values: [environmentTag] },
          { Name: 'resource-id', Values: [...unknown] },
        ],
      }),
      { abortSignal: signal },
    );
    for (const id of unknown) {
      const value = tags.find((tag) => tag.ResourceId === id)?.Value;
      if (value === (id === right ? environment : owner)) continue;
      if (id === right) {
        throw new GuardRefusal(
          `this run has lost its right to change ${environment}: ${right} is gone, so another run may have taken over`,
        );
      }
      const found = value === undefined ? 'carries no such tag' : `carries "${value}"`;
      throw new GuardRefusal(
        `${id} is left alone: its tag ${environmentTag} must be "${owner}", but it ${found}`,
      );
    }
  };
  return {
    made: (id) => void own.add(id),
    assertOwn: (ids, signal) =>
      assertTagged(
        environment,
        ids.filter((id) => !own.has(id)),
        signal,
      ),
    assertOf: assertTagged,
  };
}
