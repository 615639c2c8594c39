import type { Filter, ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';

export type Tags = Readonly<Record<string, string>>;

/** Every resource of an environment carries it; nothing without it is ever changed. */
export const environmentTag = 'firedrill:environment';

export const tagsOf = (list: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));

export const tagList = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const tagSpecification = (type: ResourceType, tags: Tags): TagSpecification => ({
  ResourceType: type,
  Tags: tagList(tags),
});

/** Of each key the value that a resource has, or those of which it has one. */
export type TagQuery = Readonly<Record<string, string | readonly string[]>>;

export const tagFilters = (tags: TagQuery): Filter[] =>
  Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value].flat() }));
