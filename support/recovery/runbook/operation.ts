import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../drill/atomic-file';
import { startClock } from '../../drill/clock';
import type { RunbookRecord } from '../../drill/evidence';
import { redact } from '../../drill/redaction/known-secrets';
import { redactedValue } from '../../drill/redaction/redacted-value';
import type { AnyAction, Parameters } from '../actions/action';
import type { ActionContext } from '../actions/context';
import { followRunbook } from './follow-runbook';
import { momentLine } from '../run/moment-line';
import type { LocatedYaml } from '../catalogue/located-yaml';
import { fillRunbook, readRunbook, type FilledRunbook, type Runbook } from './runbook';

export interface OperationOptions {
  readonly runbook: FilledRunbook;
  readonly actions: ReadonlyMap<string, AnyAction>;
  /** As a drill's actions have it, but that nothing is for the drill alone. */
  readonly ports: Omit<ActionContext, 'target' | 'budget' | 'keep' | 'facts' | 'undoAtEnd' | 'snapshotTags'>;
  /** Where the record and what the actions keep are written; made here. */
  readonly folder: string;
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
}

export interface Operation {
  readonly record: RunbookRecord;
  /** Why it came to an end early; absent where every step succeeded. */
  readonly failure?: Error;
  /** Whether what was done before that was taken back, by the runbook's way back. */
  readonly wentBack: boolean;
  /** What an operation that failed may have left behind, for a person to look at; empty for one that succeeded. */
  readonly left: readonly string[];
}

/**
 * Follows a runbook for an operator, outside of any drill: no fault, no workload, no lease on the environment, and nothing is
 * undone at its end. What a step that failed has left is named, for a person decides what becomes of it.
 */
export async function followForOperator(options: OperationOptions): Promise<Operation> {
  const { runbook, actions, ports, folder, progress, signal } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const left: string[] = [];
  const { record, failure, wentBackAfter } = await followRunbook({
    runbook,
    actions,
    clock: startClock(),
    signal,
    onMoment: (event) => {
      const line = momentLine(event) ?? `  … step ${String(event.step ?? '')}: ${event.detail}`;
      progress(line.trim());
    },
    context: {
      ...ports,
      snapshotTags: {},
      keep: (name, text) => writeFileSync(join(folder, name), redact(text), { mode: 0o600 }),
      undoAtEnd: (name) => void left.push(name),
      facts: {},
    },
  });
  writeFileAtomically(
    join(folder, 'runbook.json'),
    `${JSON.stringify(redactedValue(record, redact), null, 2)}\n`,
  );
  const wentBack = wentBackAfter !== undefined;
  if (failure === undefined) return { record, wentBack, left: [] };
  return { record, failure, wentBack, left };
}

/** A runbook of this checkout, filled in. Throws a DefinitionError for what does not fit. */
export function runbookNamed(
  root: string,
  id: string,
  parameters: Parameters,
  actions: ReadonlyMap<string, AnyAction>,
): FilledRunbook {
  const read = (name: string): LocatedYaml<Runbook> => {
    const file = join('scenarios', 'runbooks', `${name}.yaml`);
    return readRunbook(join(root, file), actions, file);
  };
  return fillRunbook(read(id), parameters, actions, read);
}
