import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { CHECKOUT } from './settings';

/** Markdown as the project's own pages are formatted. */
export const formattedPage = (markdown: string): Promise<string> => format(markdown, { parser: 'markdown' });

/** Writes a generated page of `docs/`. */
export async function writePage(name: string, markdown: string): Promise<void> {
  writeFileSync(join(CHECKOUT, 'docs', name), await formattedPage(markdown));
}
