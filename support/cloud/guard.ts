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
  /** Something that this process has just made with the tag: the cloud may need a moment to show it. */
  made(id: string): void;
}

type TagReader = Pick<EC2Client, 'send'>;

/** @param right what stands for the run's right, where it has one: see `run-right.ts` */
export function createGuard(client: TagReader, environment: string, right?: string): Guard {
  const own = new Set<string>();
  return {
    made: (id) => void own.add(id),
    async assertOwn(ids, signal) {
      const strange = ids.filter((id) => !own.has(id));
      const unknown = right === undefined ? strange : [...strange, right];
      if (unknown.length === 0) return;
      const { Tags: tags = [] } = await client.send(
        new DescribeTagsCommand({
          Filters: [
            { Name: 'key', Values: [environmentTag] },
            { Name: 'resource-id', Values: unknown },
          ],
        }),
        { abortSignal: signal },
      );
      for (const id of unknown) {
        const value = tags.find((tag) => tag.ResourceId === id)?.Value;
        if (value === environment) continue;
        if (id === right) {
          throw new GuardRefusal(
            `this run has lost its right to change ${environment}: ${right} is gone, so another run may have taken over`,
          );
        }
        const found = value === undefined ? 'carries no such tag' : `carries "${value}"`;
        throw new GuardRefusal(
          `${id} is left alone: its tag ${environmentTag} must be "${environment}", but it ${found}`,
        );
      }
    },
  };
}
