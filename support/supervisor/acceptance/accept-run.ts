import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../reports/acceptance/decide';
import type { Decision } from '../../../reports/acceptance/decision';
import { writePack } from '../../../reports/acceptance/write-pack';
import { ACCEPTANCE, GAPS } from '../../recovery/catalogue/catalogue';
import type { ChosenEnvironment } from '../environment/environment-file';
import { gatherFacts, type Sources } from './gather-facts';

export interface RunToAccept extends Omit<Sources, 'drilled' | 'target'> {
  /** The environment that was drilled, and its copies. */
  readonly drilled: readonly [ChosenEnvironment, ...ChosenEnvironment[]];
  readonly target: ChosenEnvironment;
  /** Where packs are made. */
  readonly packs: string;
}

/** Decides on a run, and packs the decision with what it was made from, whatever it came to. */
export async function acceptRun(
  accepting: RunToAccept,
): Promise<{ readonly decision: Decision; readonly pack: string }> {
  const { drilled, target, packs, root, chosen, tests, ...rest } = accepting;
  const [first, ...copies] = drilled;
  const decision = decide(
    gatherFacts({
      ...{ ...rest, root, chosen, tests, target: target.environment },
      drilled: [first.environment, ...copies.map(({ environment }) => environment)],
    }),
  );
  const pack = join(packs, `${decision.for}-${decision.decidedAt.replace(/[-:]|\.\d+/g, '')}`);
  const text = (path: string): string => readFileSync(path, 'utf8');
  await writePack({
    ...{ pack, decision, runFolder: chosen.folder, run: chosen.record },
    lookedAt: new Map([
      [`${decision.environment}.yaml`, text(first.file)],
      [`${decision.for}.yaml`, text(target.file)],
      ['acceptance.yaml', text(join(root, ACCEPTANCE))],
      ['gaps.yaml', text(join(root, GAPS))],
      ['guard-rails.tap', tests.output],
    ]),
  });
  return { decision, pack };
}
