import type { DrillEvidence } from '../drill-evidence';
import { stopInWords, struckMost } from '../html/drill/drill-words';
import { namedLosses } from '../named-losses';
import { duration } from '../html/units';
import type { DrillRecord } from '../run-record';
import { code, expand, heading, pageLink, paragraph, picture, table } from './macros';
import { element, type Part, type StorageNode } from './storage-format';
import { verdictStatus } from './verdict-status';

export interface DetailedDrill {
  readonly drill: DrillRecord;
  readonly evidence: DrillEvidence | undefined;
  /** The name of its timeline's picture, where that is attached. */
  readonly timeline: string | undefined;
  /** The title of the page of its scenario, where there is one. */
  readonly scenarioPage: string | undefined;
}

/** One drill: its verdict and why, the timeline, phases and what was checked; what it rests on can be opened. */
export function drillDetails({ drill, evidence, timeline, scenarioPage }: DetailedDrill): readonly Part[] {
  return [
    heading(2, drill.title),
    paragraph(
      verdictStatus(drill.result),
      drill.reason === '' ? ' ' : ` ${drill.reason}. `,
      scenarioPage === undefined ? undefined : pageLink(scenarioPage, 'What fails here, and the plan'),
    ),
    stopped(drill, evidence),
    timeline === undefined ? undefined : paragraph(picture(timeline, `Timeline of ${drill.title}`, 980)),
    phases(drill),
    verdicts(drill),
    losses(drill),
    injection(drill),
    runbook(drill, evidence),
    monitor(evidence),
    evidenceOf(drill, evidence),
  ];
}

function stopped(drill: DrillRecord, evidence: DrillEvidence | undefined): Part {
  const words = stopInWords(drill, evidence?.injection);
  return words === undefined ? undefined : paragraph(words);
}

const phases = ({ phases: spans }: DrillRecord): Part =>
  table(
    ['Phase', 'Took', 'Error bar', 'From', 'To'],
    spans.map(({ name, from, to }) => [
      name,
      duration(to.at - from.at),
      `± ${duration(from.error + to.error)}`,
      duration(from.at),
      duration(to.at),
    ]),
  );

const verdicts = ({ verdicts: all }: DrillRecord): Part =>
  table(
    ['Checked', 'Verdict', 'Because'],
    all.map(({ checker, result, reason }) => [checker, verdictStatus(result), reason]),
  );

const losses = (drill: DrillRecord): readonly Part[] =>
  namedLosses(drill).map(({ kind, count, named, more }) =>
    paragraph(
      `${String(count)} ${kind}: `,
      element('code', {}, named.join(', ')),
      more > 0 ? ` and ${String(more)} more in the evidence` : '',
    ),
  );

function injection({ injection: injected, blastRadius }: DrillRecord): Part {
  if (injected === undefined) return undefined;
  return paragraph(
    'Fault ',
    element('code', {}, injected.fault),
    `, ${injected.proof}: ${injected.observed}`,
    injected.reverted ? '' : ' It was not reverted when the drill ended.',
    blastRadius === undefined
      ? ''
      : ` It may strike ${struckMost(blastRadius)}, because ${blastRadius.because}`,
  );
}

function runbook({ runbook: followed }: DrillRecord, evidence: DrillEvidence | undefined): Part {
  if (followed === undefined) return undefined;
  const commands = new Map((evidence?.runbook?.steps ?? []).map((step) => [step.step, step.commands]));
  const title = (step: (typeof followed.steps)[number]): readonly Part[] => {
    const typed = commands.get(step.step) ?? [];
    return [
      paragraph(`${String(step.step)}. ${step.title}`),
      typed.length === 0 ? undefined : code(typed.join('\n'), 'bash'),
    ];
  };
  return expand(
    `Runbook: ${followed.title}`,
    table(
      ['Step', 'Outcome', 'Took', 'Budget', 'Observed'],
      followed.steps.map((step) => [
        title(step),
        step.outcome,
        step.outcome === 'not-run' ? '–' : duration(step.endedAt - step.startedAt),
        duration(step.budgetMs),
        step.observed,
      ]),
    ),
  );
}

function monitor(evidence: DrillEvidence | undefined): Part {
  const events = evidence?.monitorEvents ?? [];
  if (events.length === 0) return undefined;
  const shown = events.slice(0, MOST_EVENTS);
  return expand(
    `What InterMapper said (${String(events.length)})`,
    table(
      ['At', 'Says', 'Of', 'In its words'],
      shown.map(({ at, device, tag, message }) => [duration(at), tag.trim(), device, message]),
    ),
    shown.length < events.length
      ? paragraph(`${String(events.length - shown.length)} more are in the evidence.`)
      : undefined,
  );
}

/** A device that flaps for hours says much. */
const MOST_EVENTS = 100;

function evidenceOf(drill: DrillRecord, evidence: DrillEvidence | undefined): StorageNode {
  const versions = Object.entries(drill.versions).map(([name, version]) => `${name} ${version}`);
  return expand(
    'Evidence',
    drill.folder === ''
      ? paragraph('No evidence was written.')
      : paragraph(
          'In the run’s folder, below ',
          element('code', {}, `${drill.folder}/`),
          (evidence?.hostLogs ?? []).map((log) => [' · ', element('code', {}, `host-logs/${log}`)]),
        ),
    versions.length === 0 ? undefined : paragraph(versions.join(' · ')),
    Object.entries(drill.requests).map(([application, { ok, failed, unknown }]) =>
      paragraph(
        `${application}: ${String(ok)} requests ended well, ${String(failed)} failed, ${String(unknown)} unknown`,
      ),
    ),
    drill.errors.length === 0 ? undefined : code(drill.errors.join('\n')),
  );
}
