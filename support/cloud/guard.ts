import { DescribeTagsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { environmentTag } from './tags';

/** Refuses to change what is not this environment's. */
export interface Guard {
  /** Throws unless every resource carries this environment's tag, read now from the cloud. */
  assertOwn(ids: readonly string[], signal: AbortSignal): Promise<void>;
  /** Something that this process has just made with the tag: the cloud may need a moment to show it. */
  made(id: string): void;
}

type TagReader = Pick<EC2Client, 'send'>;

export function createGuard(client: TagReader, environment: string): Guard {
  const own = new Set<string>();
  return {
    made: (id) => void own.add(id),
    async assertOwn(ids, signal) {
      const unknown = ids.filter((id) => !own.has(id));
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
        const found = value === undefined ? 'carries no such tag' : `carries "${value}"`;
        throw new Error(
          `${id} is left alone: its tag ${environmentTag} must be "${environment}", but it ${found}`,
        );
      }
    },
  };
}
