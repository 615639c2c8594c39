import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillManifest } from '../../support/drill/evidence';
import { readJournal } from '../../support/drill/journal/read-journal';
import { decisionSchema, isOpen, type Decision } from './decision';
import { filesIn, packedFile, type FoundInPack } from './pack-files';
import { MANIFEST_FILE, parseManifest, SIGNATURES_FOLDER, type PackManifest } from './pack-manifest';
import { EVIDENCE_FOLDER, packFiles } from './pack-layout';
import { rolesThatSigned, verifySignatures, type VerifiedSignature } from './verify-signatures';

/** What a pack must be good for. */
export interface Expected {
  readonly now: Date;
  /** The environment that it must be for; any where it is absent. */
  readonly for?: string;
  /** The revision of the configuration that this environment is given now. */
  readonly revision?: string;
  /** How long after the decision it is good, in milliseconds. */
  readonly maxAgeMs: number;
  /** Roles of each of which somebody must have signed; somebody else each. */
  readonly roles: readonly string[];
  /** The `allowed_signers` file. */
  readonly allowedSigners: string;
}

export interface Verification {
  /** Everything that does not hold, a sentence each; empty for a pack that holds. */
  readonly problems: readonly string[];
  readonly signatures: readonly VerifiedSignature[];
  /** As far as it could be read. */
  readonly decision?: Decision;
  /** How many files were hashed. */
  readonly files: number;
}

/** Checks everything of a pack, and that it is good for what is expected. Rejects where there is none. */
export async function verifyPack(pack: string, expected: Expected): Promise<Verification> {
  const { manifest, text, ...contents } = await verifyContents(pack);
  const decided = contents.decision === undefined ? [] : usable(contents.decision, expected);
  const signed = await verifySignatures(pack, text, expected.allowedSigners);
  return {
    ...contents,
    problems: [
      ...contents.problems,
      ...decided,
      ...signed.problems,
      ...(manifest === undefined ? [] : rolesThatSigned(signed.signatures, expected.roles)),
    ],
    signatures: signed.signatures,
  };
}

/** What is checked without regard to who signed and what for: whether it is whole, and says the same everywhere. */
export async function verifyContents(
  pack: string,
): Promise<Omit<Verification, 'signatures'> & { readonly manifest?: PackManifest; readonly text: string }> {
  const file = join(pack, MANIFEST_FILE);
  if (!existsSync(pack) || !statSync(pack).isDirectory())
    throw new Error(`${pack} is no acceptance pack; expected the folder that firedrill accept made`);
  if (!existsSync(file))
    return { problems: [`${MANIFEST_FILE} is not there: it was taken out`], files: 0, text: '' };
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  const { manifest, problems: own } = parseManifest(text);
  // Bytes that are no UTF-8 become the same replacement in every reading.
  const problems = bytes.equals(Buffer.from(text))
    ? [...own]
    : [`${MANIFEST_FILE} is damaged: it is no UTF-8`, ...own];
  if (manifest === undefined) return { problems, files: 0, text };
  const found = filesIn(pack);
  problems.push(...(await differences(pack, manifest, found)));
  const decision = decisionOf(pack);
  if (decision === undefined) problems.push(`${packFiles.decision} cannot be read`);
  else problems.push(...contradictions(manifest, decision));
  problems.push(...evidenceOfOthers(pack, manifest), ...notInJournals(pack, manifest, found));
  return {
    problems,
    files: found.files.length,
    manifest,
    text,
    ...(decision === undefined ? {} : { decision }),
  };
}

/** Files that are not as the manifest has them, were taken out or put in. */
async function differences(
  pack: string,
  manifest: PackManifest,
  found: FoundInPack,
): Promise<readonly string[]> {
  const listed = [...manifest.drills.flatMap(({ files }) => files), ...manifest.files];
  const present = new Set(found.files);
  const problems = found.others.map((path) => `${path} is neither a file nor a folder`);
  const seen = new Set<string>();
  for (const { path, bytes, sha256 } of listed) {
    if (seen.has(path)) problems.push(`${MANIFEST_FILE} names ${path} twice`);
    seen.add(path);
    if (!present.has(path)) {
      problems.push(`${path} is not there: it was taken out`);
      continue;
    }
    const now = await packedFile(pack, path);
    if (now.sha256 !== sha256 || now.bytes !== bytes)
      problems.push(
        `${path} was changed: ${String(now.bytes)} bytes, SHA-256 ${now.sha256}, and not ${String(bytes)} bytes, ${sha256}`,
      );
  }
  const added = found.files.filter(
    (path) => !seen.has(path) && path !== MANIFEST_FILE && !path.startsWith(`${SIGNATURES_FOLDER}/`),
  );
  return [...problems, ...added.map((path) => `${path} was put in: the manifest does not name it`)];
}

function decisionOf(pack: string): Decision | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(pack, packFiles.decision), 'utf8'));
    const parsed = decisionSchema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Manifest and decision tell of the same drills and come to the same end. */
function contradictions(manifest: PackManifest, decision: Decision): readonly string[] {
  const problems = (['environment', 'for', 'run', 'decidedAt', 'accepted'] as const)
    .filter((key) => manifest[key] !== decision[key])
    .map(
      (key) =>
        `${MANIFEST_FILE} says ${key} ${String(manifest[key])}, and ${packFiles.decision} ${String(decision[key])}`,
    );
  const told = new Map(decision.drills.map(({ drill, result }) => [drill, result]));
  for (const { drill, result } of manifest.drills) {
    const other = told.get(drill);
    if (other === undefined) problems.push(`the drill ${drill} was put in: the decision does not know it`);
    else if (other !== result)
      problems.push(`${MANIFEST_FILE} says ${drill} was ${result}, and ${packFiles.decision} ${other}`);
  }
  const packed = new Set(manifest.drills.map(({ drill }) => drill));
  problems.push(
    ...[...told.keys()]
      .filter((drill) => !packed.has(drill))
      .map((drill) => `the drill ${drill} was taken out: the decision tells of it`),
  );
  if (decision.accepted !== decision.checks.every(({ result }) => result === 'met'))
    problems.push(`${packFiles.decision} does not follow from its own checks`);
  return problems;
}

/** Each drill's evidence says itself which drill, run and environment it is of. */
function evidenceOfOthers(pack: string, { drills, run, environment }: PackManifest): readonly string[] {
  return drills.flatMap(({ drill, files }) => {
    const own = files.find(({ path }) => path === `${EVIDENCE_FOLDER}/${drill}/manifest.json`);
    if (own === undefined) return files.length === 0 ? [] : [`the drill ${drill} has no manifest of its own`];
    try {
      const said = JSON.parse(readFileSync(join(pack, own.path), 'utf8')) as Partial<DrillManifest>;
      // Of a run on copies side by side each drill is of one of its lanes: `<run>-lane2` on `staging-2`.
      const fits =
        said.drill === drill &&
        (said.run === run || said.run?.startsWith(`${run}-lane`) === true) &&
        (said.environment === environment || said.environment?.startsWith(`${environment}-`) === true);
      return fits
        ? []
        : [
            `${own.path} is of ${said.drill ?? '?'} in the run ${said.run ?? '?'} on ${said.environment ?? '?'}; expected ${drill} in ${run} on ${environment}`,
          ];
    } catch {
      return [`${own.path} cannot be read`];
    }
  });
}

/** The run's own journal, which is chained as well, tells of the same drills. */
function notInJournals(pack: string, { drills }: PackManifest, { files }: FoundInPack): readonly string[] {
  const journals = files.filter((path) => /^evidence\/[^/]+\.journal$/.test(path));
  if (journals.length === 0) return [`the run's journal was taken out`];
  const begun = new Set<string>();
  const problems: string[] = [];
  for (const path of journals) {
    const { entries, damage } = readJournal(join(pack, path));
    if (damage !== undefined) problems.push(`${path}:${String(damage.line)} is damaged: ${damage.why}`);
    for (const { record } of entries) if (record.type === 'drill-begun') begun.add(record.drill);
  }
  if (problems.length > 0) return problems;
  const packed = new Set(drills.filter((drill) => drill.files.length > 0).map(({ drill }) => drill));
  return [
    ...[...begun]
      .filter((drill) => !drills.some((each) => each.drill === drill))
      .map((drill) => `the drill ${drill} was taken out: the run's journal tells of it`),
    ...[...packed]
      .filter((drill) => !begun.has(drill))
      .map((drill) => `the drill ${drill} was put in: the run's journal does not know it`),
  ];
}

/** Whether a decision is good for what it is wanted for, now. */
function usable(decision: Decision, { now, for: target, revision, maxAgeMs }: Expected): readonly string[] {
  const problems: string[] = [];
  if (!decision.accepted) {
    const against = decision.checks.filter(({ result }) => result !== 'met').map(({ title }) => title);
    problems.push(`it is not accepted: ${against.join('; ')}`);
  }
  if (target !== undefined && decision.for !== target)
    problems.push(`it is for ${decision.for}, and not for ${target}`);
  if (revision !== undefined && decision.for === target && decision.configuration.target !== revision)
    problems.push(
      `the configuration of ${decision.for} was ${decision.configuration.target} when it was accepted, and is ${revision} now`,
    );
  const age = now.getTime() - Date.parse(decision.decidedAt);
  if (!(age >= 0)) problems.push(`it was decided at ${decision.decidedAt}, which is yet to come`);
  else if (age > maxAgeMs)
    problems.push(
      `it is too old: decided at ${decision.decidedAt}, ${inHours(age)} ago; expected ${inHours(maxAgeMs)} at most`,
    );
  for (const exception of decision.exceptions)
    if (exception.state === 'used' && !isOpen(exception, now))
      problems.push(
        `the exception for ${exception.scenario} (${exception.owner}) has ended on ${exception.until}`,
      );
  return problems;
}

const inHours = (ms: number): string => `${String(Math.floor((ms / 3_600_000) * 10) / 10)} h`;
