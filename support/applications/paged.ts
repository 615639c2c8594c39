/** Joins the pages of a listing; a page shorter than `limit` is the last. */
export async function paged<T>(
  limit: number,
  page: (start: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (;;) {
    const entries = await page(all.length);
    all.push(...entries);
    if (entries.length < limit) return all;
  }
}
