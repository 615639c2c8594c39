import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../support/drill/atomic-file';
import { redact, redacted } from '../../support/drill/redaction/known-secrets';
import { drillPagePath } from '../html/drill/drill-page-path';
import type { DrillRecord } from '../run-record';

interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly source: string;
}

/** What we need of an Allure result file; the rest is kept as it is. */
interface AllureResult {
  name?: string;
  status?: string;
  statusDetails?: { message?: string; trace?: string; flaky?: boolean };
  labels?: { name: string; value: string }[];
  links?: { name: string; url: string; type: string }[];
  attachments?: Attachment[];
  [other: string]: unknown;
}

const ALLURE_STATUS = { met: 'passed', missed: 'failed', unknown: 'broken' } as const;

/** How a trace begins, by which the categories tell one kind of broken result from another. */
export const HARNESS = 'The harness failed';
export const NOT_KNOWN = 'Not known';

/**
 * Allure's severity of a drill: how likely the failure is that its plan is for. A plan that does not work matters the more,
 * the sooner it is needed.
 */
const SEVERITY = {
  certain: 'blocker',
  likely: 'critical',
  possible: 'normal',
  unlikely: 'minor',
  rare: 'trivial',
} as const;

/** What a result is given besides its verdict. */
export interface AllureExtras {
  /** The drill's timeline as SVG; absent where no evidence was written. */
  readonly timeline?: string;
  readonly flaky: boolean;
}

const TIMELINE = 'Timeline';

/**
 * allure-cucumberjs 3.12 reports undefined and ambiguous scenarios and failing After hooks as passed, and failing
 * Before hooks as skipped. Each result is given its drill's verdict instead, and what the formatter does not know: severity,
 * links and timeline. A result that belongs to no drill of the run is an error, since nobody would have judged it.
 */
export function correctAllureResult(
  result: AllureResult,
  drills: readonly DrillRecord[],
  extras: { readonly flaky: boolean; readonly timeline?: string | undefined } = { flaky: false },
): AllureResult {
  const drill = drillOf(result, drills);
  const { statusDetails, ...rest } = result;
  const ours = ['verdict', 'severity', 'epic'];
  const labels = (result.labels ?? []).filter(({ name }) => !ours.includes(name));
  const page = `../${drillPagePath(drill.drill)}`;
  const links = (result.links ?? []).filter(({ url }) => !url.startsWith(page));
  const attachments = (result.attachments ?? []).filter(({ name }) => name !== TIMELINE);
  const { scenario } = drill;
  return {
    ...rest,
    status: ALLURE_STATUS[drill.result],
    statusDetails: {
      ...statusDetails,
      ...(drill.result === 'met' ? {} : { message: drill.reason, trace: traceOf(drill) }),
      flaky: extras.flaky,
    },
    labels: [
      ...labels,
      { name: 'verdict', value: drill.result },
      ...(scenario === undefined
        ? []
        : [
            { name: 'severity', value: SEVERITY[scenario.likelihood] },
            { name: 'epic', value: scenario.class },
          ]),
    ],
    links: [
      ...links,
      { name: `Scenario: ${drill.title}`, url: page, type: 'tms' },
      ...(drill.runbook === undefined
        ? []
        : [{ name: `Runbook: ${drill.runbook.title}`, url: `${page}#runbook`, type: 'tms' }]),
    ],
    attachments:
      extras.timeline === undefined
        ? attachments
        : [...attachments, { name: TIMELINE, type: 'image/svg+xml', source: extras.timeline }],
  };
}

function drillOf(result: AllureResult, drills: readonly DrillRecord[]): DrillRecord {
  const drill = drills.find(({ title }) => title === result.name);
  if (drill === undefined) {
    throw new Error(`Allure result "${result.name ?? '(no name)'}" belongs to no drill of this run`);
  }
  return drill;
}

/** What went wrong in the harness, or what was checked and not met; the categories go by its first words. */
function traceOf({ result, errors, verdicts }: DrillRecord): string {
  if (result === 'unknown' && errors.length > 0) return [`${HARNESS}:`, ...errors].join('\n');
  const against = verdicts.filter((verdict) => verdict.result !== 'met');
  return [
    `${result === 'unknown' ? NOT_KNOWN : 'Missed'}:`,
    ...against.map(({ checker, result: each, reason }) => `${checker}: ${each}: ${reason}`),
  ].join('\n');
}

/** Corrects every result file of a folder in place; returns how many there were. */
export function correctAllureResults(
  folder: string,
  drills: readonly DrillRecord[],
  extrasOf: (drill: string) => AllureExtras = () => ({ flaky: false }),
): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  for (const name of files) {
    const path = join(folder, name);
    const result = JSON.parse(readFileSync(path, 'utf8')) as AllureResult;
    const { drill } = drillOf(result, drills);
    const { flaky, timeline: svg } = extrasOf(drill);
    const timeline = svg === undefined ? undefined : `${drill}-timeline-attachment.svg`;
    if (svg !== undefined && timeline !== undefined) writeFileAtomically(join(folder, timeline), redact(svg));
    writeFileAtomically(
      path,
      JSON.stringify(redacted(correctAllureResult(result, drills, { flaky, timeline }))),
    );
  }
  return files.length;
}
