import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recoveryTimesPage } from './recovery-times';
import { runRecord } from './run-record';

/** `npm run recovery-times [-- RUN…]`: from these runs in `reports/out/`, or all of them, to the page in docs. */
function main(names: readonly string[]): void {
  const out = join(__dirname, 'out');
  const chosen = names.length > 0 ? names : existsSync(out) ? readdirSync(out).sort() : [];
  const files = chosen
    .map((name) => join(out, name, 'run.json'))
    .filter((file) => names.length > 0 || existsSync(file));
  const runs = files.map((file) => runRecord.parse(JSON.parse(readFileSync(file, 'utf8'))));
  if (runs.length === 0)
    throw new Error('reports/out holds no finished run; expected run.json; run: npm run drill');
  const page = join(__dirname, '..', 'docs', 'recovery-times.md');
  writeFileSync(page, recoveryTimesPage(runs));
  process.stdout.write(`docs/recovery-times.md: ${String(runs.length)} runs\n`);
}

main(process.argv.slice(2));
