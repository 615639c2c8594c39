import { heading, shown, text, type Block, type DesignPage } from '../../../reports/design/design-page';
import type { Environment } from '../../environment/environment';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { inWords } from '../../recovery/runbook/render-runbook';
import type { FilledRunbook } from '../../recovery/runbook/runbook';
import { isForInstancesOf, runbookSequence } from './runbook-sequence';

/** The archive, as it is taken each day and copied off site. */
export const ARCHIVE = 'take-the-archive-off-site';

/** From what is lost least to what is lost most. */
const RECOVERIES = [
  'replace-an-instance',
  'restore-a-data-volume',
  'restore-to-an-archive',
  'rebuild-from-the-off-site-copy',
];

/** How an archive is taken, and how what is lost comes back: runbooks as sequences. */
export function recoveryPage(environment: Environment, drills: readonly DrillDefinition[]): DesignPage {
  return {
    name: 'recovery',
    title: 'Archive and recovery',
    blocks: [
      text(
        'An arrow leads from the operator to the instance that a step is done on; dots are the others that it concerns. What is typed, what must be seen and how to go back is in the runbook.',
      ),
      heading('The archive'),
      ...sequenceOf(followedIn(drills, ARCHIVE), environment),
      ...RECOVERIES.flatMap((id) => {
        const followed = followedIn(drills, id);
        return [heading(capital(followed.runbook.title)), ...sequenceOf(followed, environment)];
      }),
    ],
  };
}

interface Followed {
  readonly runbook: FilledRunbook;
  /** The first scenario that follows it, whose parameters fill it in. */
  readonly in: DrillDefinition;
}

/** A runbook as a scenario fills it in. Throws where no scenario follows it. */
export function followedIn(drills: readonly DrillDefinition[], id: string): Followed {
  for (const drill of drills)
    for (const runbook of [drill.runbook, drill.before])
      if (runbook?.id === id) return { runbook, in: drill };
  throw new Error(`no failure scenario follows the runbook "${id}"`);
}

const sequenceOf = ({ runbook, in: { scenario } }: Followed, environment: Environment): readonly Block[] => [
  text(
    `As in [${scenario.title}](scenario:${scenario.id}); the runbook is [${runbook.title}](runbook:${runbook.id}). All steps together: ${inWords(runbook.steps.reduce((sum, { budget }) => sum + budget, 0))} at most.`,
  ),
  isForInstancesOf(runbook, environment)
    ? shown(runbookSequence(runbook, environment))
    : text(`${environment.name} has other instances: the runbook is followed on those.`),
];

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
