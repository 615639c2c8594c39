import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HARNESS_FAILED } from '../exit-code';
import { CHECKOUT } from '../settings';
import { currentPages } from './current-pages';

/** Writes `docs/catalogue/` anew: what is there and is not made here goes. */
async function main(): Promise<void> {
  const pages = await currentPages();
  const docs = join(CHECKOUT, 'docs');
  rmSync(join(docs, 'catalogue'), { recursive: true, force: true });
  for (const [name, page] of pages) {
    mkdirSync(dirname(join(docs, name)), { recursive: true });
    writeFileSync(join(docs, name), page);
  }
  process.stdout.write(`docs/catalogue: ${String(pages.size)} pages\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
