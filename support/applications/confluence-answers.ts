import { z } from 'zod';

// What Confluence answers, as far as a publisher reads it.

/** A page without its body. */
export interface PageHead {
  readonly id: string;
  readonly title: string;
  /** Counted from 1. */
  readonly version: number;
  /** What was said of this version when it was written. */
  readonly message: string;
  /** The content property that the client is for, where the page has it. */
  readonly property: Property | undefined;
}

export interface Page extends PageHead {
  readonly spaceKey: string;
  /** In storage format. */
  readonly body: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly comment: string;
}

/** A content property: JSON that belongs to a page and that people do not see. */
export interface Property {
  readonly value: unknown;
  readonly version: number;
}

const property = z
  .object({ value: z.unknown(), version: z.object({ number: z.number() }) })
  .transform(({ value, version }) => ({ value, version: version.number }));

const metadata = z.object({ properties: z.record(z.string(), z.unknown()).optional() }).optional();

/** With the property of that key, where it is shown. */
export const pageHead = (key: string) =>
  z
    .object({
      id: z.string(),
      title: z.string(),
      version: z.object({ number: z.number(), message: z.string().nullish() }),
      metadata,
    })
    .transform(({ id, title, version, metadata: about }): PageHead => {
      const found = property.safeParse(about?.properties?.[key]);
      return {
        ...{ id, title, version: version.number, message: version.message ?? '' },
        property: found.success ? found.data : undefined,
      };
    });

export const bodyAndSpace = z
  .object({
    space: z.object({ key: z.string() }),
    body: z.object({ storage: z.object({ value: z.string() }) }),
  })
  .transform(({ space, body }) => ({ spaceKey: space.key, body: body.storage.value }));

/** An attachment; where the comment stands differs between versions. */
export const attachment: z.ZodType<Attachment> = z
  .object({
    id: z.string(),
    title: z.string(),
    metadata: z.object({ comment: z.string().nullish() }).optional(),
    extensions: z.object({ comment: z.string().nullish() }).optional(),
  })
  .transform(({ id, title, metadata, extensions }) => ({
    ...{ id, name: title },
    comment: metadata?.comment ?? extensions?.comment ?? '',
  }));

export const label = z.object({ name: z.string() });

/** A piece of a list, and whether there is more. */
export const listOf = <T>(item: z.ZodType<T>) =>
  z.object({
    results: z.array(item),
    _links: z.object({ next: z.string().optional() }).optional(),
  });
