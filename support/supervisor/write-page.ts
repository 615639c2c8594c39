import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { CHECKOUT } from './settings';

/** Writes a generated page of `docs/`, formatted as the project's own pages are. */
export async function writePage(name: string, markdown: string): Promise<void> {
  const text = await format(markdown, { parser: 'markdown' });
  writeFileSync(join(CHECKOUT, 'docs', name), text);
}
