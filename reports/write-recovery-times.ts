import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRunRecord } from './read-run-record';
import { recoveryTimesPage } from './recovery-times';

/**
 * `npm run recovery-times [-- RUN…]`: from these runs, each a name in the reports folder or a folder of its own, or from all
 * finished ones there, to the page in docs. `FIREDRILL_REPORTS` says where the reports are, else `reports/out`.
 */
function main(names: readonly string[]): void {
  const out = process.env['FIREDRILL_REPORTS'] ?? join(__dirname, 'out');
  const found = existsSync(out) ? readdirSync(out).sort() : [];
  const folders =
    names.length > 0
      ? names.map((name) => (found.includes(name) ? join(out, name) : resolve(name)))
      : found.map((name) => join(out, name)).filter((folder) => existsSync(join(folder, 'run.json')));
  const runs = folders.map(readRunRecord);
  if (runs.length === 0)
    throw new Error(`${out} holds no finished run; expected run.json; run: npm run drill`);
  writeFileSync(join(__dirname, '..', 'docs', 'recovery-times.md'), recoveryTimesPage(runs));
  const drills = runs.reduce((sum, run) => sum + run.drills.length, 0);
  process.stdout.write(
    `docs/recovery-times.md: ${String(drills)} drills of ${runs.length === 1 ? 'one run' : `${String(runs.length)} runs`}\n`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`recovery-times: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 255;
}
