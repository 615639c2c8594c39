import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand, type Filter } from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import { tagList, type Tags } from './tags';

/** Tags of any resource, by its id. */
export interface ResourceTags {
  read(resource: string, signal: AbortSignal): Promise<Tags>;
  /** All tags of every resource of this environment that has a tag of this key. */
  withKey(key: string, signal: AbortSignal): Promise<ReadonlyMap<string, Tags>>;
  set(resource: string, tags: Tags, signal: AbortSignal): Promise<void>;
  remove(resource: string, keys: readonly string[], signal: AbortSignal): Promise<void>;
}

export function resourceTagsOf({ client, guard, environment }: CloudSession): ResourceTags {
  const describe = async (filters: Filter[], signal: AbortSignal): Promise<ReadonlyMap<string, Tags>> => {
    const found = new Map<string, Record<string, string>>();
    let NextToken: string | undefined;
    do {
      const answer = await client.send(
        new DescribeTagsCommand({ Filters: filters, ...(NextToken === undefined ? {} : { NextToken }) }),
        { abortSignal: signal },
      );
      for (const { ResourceId: id = '', Key: key = '', Value: value = '' } of answer.Tags ?? []) {
        const tags = found.get(id) ?? {};
        tags[key] = value;
        found.set(id, tags);
      }
      NextToken = answer.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
    return found;
  };
  return {
    async read(resource, signal) {
      const found = await describe([{ Name: 'resource-id', Values: [resource] }], signal);
      return found.get(resource) ?? {};
    },

    async withKey(key, signal) {
      const ids = [...(await describe([{ Name: 'key', Values: [key] }], signal)).keys()];
      if (ids.length === 0) return new Map();
      const all = await describe([{ Name: 'resource-id', Values: ids }], signal);
      return new Map([...all].filter(([, tags]) => tags['firedrill:environment'] === environment));
    },

    async set(resource, tags, signal) {
      await guard.assertOwn([resource], signal);
      await client.send(new CreateTagsCommand({ Resources: [resource], Tags: tagList(tags) }), {
        abortSignal: signal,
      });
    },

    async remove(resource, keys, signal) {
      if (keys.length === 0) return;
      await guard.assertOwn([resource], signal);
      await client.send(
        new DeleteTagsCommand({ Resources: [resource], Tags: keys.map((Key) => ({ Key })) }),
        { abortSignal: signal },
      );
    },
  };
}
