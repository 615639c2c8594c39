import type { Milliseconds } from '../../drill/time';
import type { Environment } from '../../environment/environment';
import type { AnyAction } from '../../recovery/actions/action';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { inWords, renderRunbook } from '../../recovery/runbook/render-runbook';
import { healthCheckDevice } from '../../monitoring/health-checks';
import type { FailureScenario } from '../../recovery/catalogue/scenario';

/** A failure scenario for people, in Markdown: what fails, how it shows, what to do, and what was promised. */
export function scenarioPage(
  drill: DrillDefinition,
  actions: ReadonlyMap<string, AnyAction>,
  environment: Environment,
): string {
  const { scenario, runbook, before } = drill;
  const rows = scenarioRows(drill, environment);
  return [
    `# ${scenario.title}`,
    '',
    scenario.impact,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`),
    '',
    `${occasion(scenario)}, **then** [${runbook.title}](#runbook-${anchorOf(runbook.title)}).`,
    '',
    'Causes:',
    '',
    ...scenario.causes.map((cause) => `- ${cause}`),
    '',
    `What the drill does: ${scenario.standsFor}`,
    '',
    `What the embedded environment does not show: ${scenario.limits}`,
    '',
    renderRunbook(runbook, actions, environment, 2),
    ...(before === undefined
      ? []
      : [
          '',
          'It goes back to what this leaves, which is done every day, and by the drill while people work:',
          '',
          renderRunbook(before, actions, environment, 2),
        ]),
  ].join('\n');
}

export type Row = readonly [string, string];

/** What is known of a scenario in few words, by name; in Markdown. */
export function scenarioRows(
  { scenario, feature, due }: DrillDefinition,
  environment: Environment,
): readonly Row[] {
  const { objectives, blastRadius, operation, outcome } = scenario;
  return [
    ['id', `\`${scenario.id}\``],
    ['class', scenario.class],
    ['component', scenario.component],
    ['likelihood', scenario.likelihood],
    ...detectionRows(scenario, environment),
    ...(operation === undefined
      ? [['recovery time objective', inWords(objectives.rto)] as const]
      : [['people are interrupted', interruptionText(operation.interruption)] as const]),
    [
      'recovery point objective',
      objectives.rpo === 0 ? '0: nothing acknowledged is lost' : inWords(objectives.rpo),
    ],
    ...faultRows(scenario),
    ...(due === undefined || scenario.due === undefined
      ? []
      : [
          [
            'meets',
            `“${due.title}”, which is due and fails at “${scenario.due.failsAt}”: “${scenario.due.saying}”`,
          ] as const,
        ]),
    ...(outcome === undefined
      ? []
      : [['seen in the end', `that ${outcome.that} (\`${outcome.action}\` on ${outcome.target})`] as const]),
    ['proved by', `[${feature.name}](../../../${feature.file}#L${String(feature.line)})`],
    ...(blastRadius === undefined ? [] : [['strikes more than one, because', blastRadius.because] as const]),
  ];
}

const detectionRows = ({ detection }: FailureScenario, { monitoring }: Environment): readonly Row[] => {
  if (detection === undefined) return [];
  const { device, states, within } = detection;
  return [
    [
      'detected',
      `${watcherOf(device, monitoring)} has “${device}” ${oneOf(states)} within ${inWords(within)}`,
    ],
  ];
};

function watcherOf(device: string, { devices, healthChecks }: Environment['monitoring']): string {
  if (devices.some(({ name }) => name === device)) return 'InterMapper';
  return healthChecks.map(healthCheckDevice).includes(device)
    ? 'The watch from outside'
    : 'The watch over EC2';
}

const faultRows = ({ fault }: FailureScenario): readonly Row[] =>
  fault === undefined
    ? []
    : [['injected by', `\`${fault.name}\` on ${fault.target}${parametersText(fault.parameters)}`]];

const interruptionText = (limit: Milliseconds): string =>
  limit === 0 ? 'not at all' : `at most ${inWords(limit)}`;

const occasion = (scenario: FailureScenario): string =>
  scenario.operation === undefined ? `**If** ${scenario.if ?? ''}` : `**When** ${scenario.operation.when}`;

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

const parametersText = (parameters: Readonly<Record<string, string>>): string => {
  const entries = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
  return entries.length === 0 ? '' : ` (${entries.join(', ')})`;
};

/** The anchor that a heading of this text gets. */
export const anchorOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-');
