import type { ConfluencePages } from '../../applications/confluence-pages';

/**
 * The id of the page below which the report is to stand: given as an id, or as a title of the space. Throws where there is
 * none.
 */
export async function parentId(
  pages: ConfluencePages,
  { parent, spaceKey }: { readonly parent: string; readonly spaceKey: string },
  signal: AbortSignal,
): Promise<string> {
  if (/^\d+$/.test(parent)) {
    const page = await pages.read(parent, signal);
    if (page !== undefined && page.spaceKey.toLowerCase() === spaceKey.toLowerCase()) return page.id;
    if (page !== undefined)
      throw new Error(`page ${parent} ("${page.title}") is in space ${page.spaceKey}, not in ${spaceKey}`);
  }
  const found = await pages.find(parent, signal);
  if (found !== undefined) return found.id;
  throw new Error(
    `space ${spaceKey} has no page "${parent}"; expected the title or id of one to publish below`,
  );
}

/** The base URL as it is used; throws for one that would carry the token in the clear, or is none. */
export function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol))
    throw new Error(`"${text}" is no base URL; expected one like https://tools.example.org/confluence`);
  if (url.username !== '' || url.password !== '')
    throw new Error('the base URL has a password in it; expected the token in a variable or a file');
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw new Error(`${url.origin} would carry the token in the clear; expected https`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
