import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../drill/journal/journal';
import type { JournalRecord } from '../../drill/journal/journal-record';
import { readJournal } from '../../drill/journal/read-journal';
import { evidenceFiles } from '../../drill/evidence-folder';
import { redact } from '../../drill/redaction/known-secrets';
import type { RevertedLeases } from '../../safety/revert-leases';
import type { Catalogue } from '../catalogue/catalogue';
import { collectLogs } from '../drill/collect-logs';
import type { DrillPorts } from '../ports/drill-ports';
import { journalFile } from './journal-file';
import { runState, type RunState } from './run-state';
import { sealCutDrill } from './seal-cut-drill';

export interface ClosedRun {
  readonly state: RunState;
  /** What was done to the run's evidence, a sentence each. */
  readonly did: readonly string[];
}

/**
 * Closes what a run left open whose processes are gone, after its leases were reverted: the evidence of the drill that
 * was cut gets its hosts' logs, its end and its verdict, and the journal says so. A damaged journal is left as it is.
 * @param catalogue read only for a drill that was cut; where it cannot be read, logs are missing and nothing else
 */
export async function closeRun(
  runFolder: string,
  why: string,
  reverted: RevertedLeases,
  catalogue: () => Catalogue,
  ports: Pick<DrillPorts, 'environment' | 'readLog'>,
): Promise<ClosedRun> {
  const file = journalFile(runFolder);
  const state = runState(readJournal(file));
  // A damaged journal may have lost which leases are its own: then all that were found may be.
  const own = reverted.ends.filter(({ id }) => state.damaged !== undefined || state.openLeases.includes(id));
  const did: string[] = [];
  for (const { drill, folder: name } of state.cut) {
    const folder = join(runFolder, name);
    await keepLogs(folder, drill, catalogue, ports).catch((error: unknown) => {
      did.push(`${drill}: ${error instanceof Error ? error.message : String(error)}`);
    });
    did.push(sealed(folder, drill, why, own));
  }
  if (state.damaged === undefined && existsSync(file)) note(file, state, why, own);
  else if (state.damaged !== undefined) did.push(`${file} is damaged (${state.damaged}) and left as it is`);
  return { state, did };
}

function sealed(folder: string, drill: string, why: string, ends: RevertedLeases['ends']): string {
  try {
    const judgement = sealCutDrill(folder, why, ends, new Date());
    if (judgement === undefined) return `${drill} had written no evidence yet`;
    return `${drill} was cut (${why}); its evidence is sealed: ${judgement.result}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${drill} was cut (${why}); its evidence is left as it is, for it cannot be read: ${reason}`;
  }
}

function note(file: string, { cut }: RunState, why: string, ends: RevertedLeases['ends']): void {
  const journal = openJournal(file);
  const records: readonly JournalRecord[] = [
    ...ends.map(({ id, ...end }): JournalRecord => ({ type: 'lease', step: 'reverted', id, ends: [end] })),
    ...cut.map(({ drill }): JournalRecord => ({ type: 'drill-cut', drill, why })),
  ];
  for (const record of records) journal.append(record);
}

async function keepLogs(
  folder: string,
  drill: string,
  catalogue: () => Catalogue,
  ports: Pick<DrillPorts, 'environment' | 'readLog'>,
): Promise<void> {
  const manifest = join(folder, evidenceFiles.manifest);
  if (!existsSync(manifest)) return;
  const definition = catalogue().drills.find(({ scenario }) => scenario.id === drill);
  if (definition === undefined) return;
  const { startedAt } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly startedAt: string;
  };
  const logs = join(folder, evidenceFiles.hostLogs);
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  await collectLogs(ports, definition, startedAt, (name, text) => {
    // What the drill itself has kept is from nearer the time.
    if (!existsSync(join(logs, name))) writeFileSync(join(logs, name), redact(text), { mode: 0o600 });
  });
}
