import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { CHECKOUT } from '../settings';

/** Markdown as the project's own pages are formatted. */
export const formattedPage = (markdown: string): Promise<string> => format(markdown, { parser: 'markdown' });

/** Writes a generated page of `docs/`. */
export async function writePage(name: string, markdown: string): Promise<void> {
  writeFileSync(join(CHECKOUT, 'docs', name), await formattedPage(markdown));
}

/** Writes generated files by their paths in a folder, which is made where it is missing. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** The same into a folder that has nothing else: what is there goes. */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
}
