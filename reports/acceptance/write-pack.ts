import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from '../../support/drill/atomic-file';
import { redact, redacted } from '../../support/drill/redaction/known-secrets';
import { DRILL_PAGES } from '../html/drill/drill-page-path';
import type { RunRecord } from '../run-record';
import { acceptancePage } from './acceptance-page';
import { acceptancePdf } from './acceptance-pdf';
import { decisionSchema, type Decision } from './decision';
import { filesIn, packedFile } from './pack-files';
import { EVIDENCE_FOLDER, LOOKED_AT_FOLDER, packFiles } from './pack-layout';
import { chainEnd, chained, MANIFEST_FILE, manifestText, type PackManifest } from './pack-manifest';

export interface PackOptions {
  /** Where it is made; it must not be there yet. */
  readonly pack: string;
  readonly runFolder: string;
  readonly run: RunRecord;
  readonly decision: Decision;
  /** What else was looked at, by name, as text. */
  readonly lookedAt: ReadonlyMap<string, string>;
}

/** What of a run's folder, beside its drills, is evidence. */
const OF_RUN = /^(run\.json|index\.html|.*\.journal|messages(-\d+)?\.ndjson|junit(-\d+)?\.xml)$/;

/**
 * Makes an acceptance pack: the decision, the evidence that it was made from, and a manifest of all of it. Everything in it is
 * for its owner only. The manifest comes last, so a pack that a kill has left half made has none.
 */
export async function writePack({
  pack,
  runFolder,
  run,
  decision,
  lookedAt,
}: PackOptions): Promise<PackManifest> {
  if (existsSync(pack)) throw new Error(`${pack} is there already`);
  const written = decisionSchema.parse(redacted(decision));
  const evidence = (name: string): string => `${EVIDENCE_FOLDER}/${name}`;
  for (const { name } of readdirSync(runFolder, { withFileTypes: true }).filter((entry) => entry.isFile()))
    if (OF_RUN.test(name)) copy(join(runFolder, name), join(pack, evidence(name)));
  if (existsSync(join(runFolder, DRILL_PAGES)))
    for (const path of filesIn(join(runFolder, DRILL_PAGES)).files)
      copy(join(runFolder, DRILL_PAGES, path), join(pack, evidence(DRILL_PAGES), path));
  for (const [name, text] of lookedAt) write(join(pack, LOOKED_AT_FOLDER, name), redact(text));

  const drills: Omit<PackManifest['drills'][number], 'chain'>[] = [];
  for (const { drill, result, folder } of run.drills) {
    const paths = folder === '' ? [] : filesIn(join(runFolder, folder)).files;
    for (const path of paths) copy(join(runFolder, folder, path), join(pack, evidence(drill), path));
    const files = [];
    for (const path of paths) files.push(await packedFile(pack, `${evidence(drill)}/${path}`));
    drills.push({ drill, result, files });
  }
  const { environment, for: target, run: name, decidedAt, accepted } = written;
  const head = { environment, for: target, run: name };
  const links = chained(head, drills);
  const chain = chainEnd({ ...head, drills: links });

  write(join(pack, packFiles.decision), `${JSON.stringify(written, undefined, 2)}\n`);
  const reported = existsSync(join(pack, evidence('index.html')));
  const withEvidence = new Set(drills.filter(({ files }) => files.length > 0).map(({ drill }) => drill));
  write(join(pack, packFiles.page), acceptancePage(written, { chain, reported, withEvidence }));
  writeFileSync(join(pack, packFiles.pdf), await acceptancePdf(written, chain), { mode: 0o600 });

  const ofDrills = new Set(links.flatMap(({ files }) => files.map(({ path }) => path)));
  const files = [];
  for (const path of filesIn(pack).files.filter((each) => !ofDrills.has(each)))
    files.push(await packedFile(pack, path));
  const content = { ...head, decidedAt, accepted, drills: links, files };
  const text = manifestText(content);
  writeFileAtomically(join(pack, MANIFEST_FILE), text);
  return JSON.parse(text) as PackManifest;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(from, to);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
}
