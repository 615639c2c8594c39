import { join, relative } from 'node:path';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { currentDesign } from '../design/current-design';
import { CHECKOUT } from '../settings';
import { replaceFolder } from '../output/write-page';
import { currentPages } from './current-pages';

/** Writes `docs/catalogue/` and `docs/design/` anew. */
async function main(): Promise<void> {
  const docs = join(CHECKOUT, 'docs');
  const catalogue = [...(await currentPages())].map(
    ([name, page]) => [relative('catalogue', name), page] as const,
  );
  const made = { catalogue: new Map(catalogue), design: await currentDesign() };
  for (const [folder, files] of Object.entries(made)) {
    replaceFolder(join(docs, folder), files);
    process.stdout.write(`docs/${folder}: ${String(files.size)} files\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
