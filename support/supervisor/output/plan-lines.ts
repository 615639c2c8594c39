import type { PlannedChange } from '../../drill/fault';
import { secondsText, shareText } from '../../drill/stop-condition';
import type { PlannedDrill, PlannedLease, UnplannedDrill } from '../../recovery/plan/plan-drills';
import type { PlannedReset } from '../../recovery/plan/plan-reset';
import type { BlastRadius } from '../../safety/blast-radius';

const WIDTH = 13;
/** What runbooks say of steps that only look. */
const NOTHING = 'Nothing was changed.';

/** What a drill would do, for a terminal. @param instances how many the environment has */
export function planLines(drill: PlannedDrill | UnplannedDrill, instances: number): readonly string[] {
  if ('problem' in drill) return [`${drill.id}: ${drill.title}`, ...part('not planned', [drill.problem])];
  const { id, title, changes, leases, blastRadius, refusals, stops, besides, runbook } = drill;
  const needs = runbook.steps.flatMap(({ title: step, commands, undo }, index) => [
    `${String(index + 1)}. ${step}`,
    ...commands.map((command) => `   ${command}`),
    ...(undo === NOTHING ? [] : [`   to go back: ${undo}`]),
  ]);
  return [
    `${id}: ${title}`,
    ...changes.flatMap((change) => part('breaks', changeLines(change))),
    ...leases.flatMap((lease) => part('lease', [leaseLine(lease)])),
    ...part('strikes', [strikesLine(blastRadius, instances)]),
    ...part('guard rails', refusals.length === 0 ? ['let it pass'] : refusals.map((why) => `refuse: ${why}`)),
    ...part('stops when', stops),
    ...besides.flatMap((change) => part('besides', changeLines(change))),
    ...part('follows', [runbook.title, ...needs]),
    ...part('afterwards', [
      'what the runbook leaves for the end and the fault are undone, the last first',
      drill.reset === 'always'
        ? 'the environment goes back to its golden snapshot'
        : 'unless it ends met, the environment goes back to its golden snapshot',
    ]),
  ];
}

/** What going back to the golden snapshot would do, for a terminal. */
export function resetLines({ set, takenAt, changes }: PlannedReset): readonly string[] {
  const width = Math.max(0, ...changes.map(({ target }) => target.length));
  return [
    `Going back to the golden snapshot ${set} of ${takenAt}: the network as declared, lost and stopped instances brought up, and`,
    ...changes.map(({ target, change }) => `  ${target.padEnd(width)}  ${change}`),
  ];
}

/** Lines with their label before the first. */
const part = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(WIDTH)}${line}`);

const changeLines = ({ target, change, revert }: PlannedChange): readonly string[] => [
  target,
  `  does      ${change}`,
  `  reverts   ${revert}`,
];

function leaseLine({ where, restores, duration, renewedEvery }: PlannedLease): string {
  const renewal =
    renewedEvery === undefined ? 'renewed by nobody' : `renewed every ${secondsText(renewedEvery)}`;
  const holds = duration === undefined ? 'until that is done' : `${secondsText(duration)}, ${renewal}`;
  return `${where}: ${restores} (${holds})`;
}

function strikesLine({ instances: { struck, limit }, tiers }: BlastRadius, instances: number): string {
  const share = (part: number, of: number): string => `${String(part)} of ${String(of)}`;
  return [
    `${struck.join(', ')}: ${share(struck.length, instances)} instances (at most ${String(limit)})`,
    ...tiers.map(
      ({ subnet, struck: part, of, limit: most }) =>
        `${share(part.length, of)} in the subnet ${subnet} (at most ${shareText(most)})`,
    ),
  ].join(', ');
}
