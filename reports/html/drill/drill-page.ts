import type { DrillEvidence } from '../../drill-evidence';
import { interruptionMs, recoveryErrorMs } from '../../drill-figures';
import type { LogExcerpt } from '../../host-log-excerpts';
import type { DrillRecord, RunRecord } from '../../run-record';
import { document } from '../document';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { duration } from '../units';
import { stopInWords, writesInWords } from './drill-words';
import { injection } from './injection';
import { instants } from './instants';
import { losses } from './losses';
import { madeOf } from './made-of';
import { monitor } from './monitor';
import { runbook } from './runbook';
import { phases, verdicts } from './verdicts';

const IN_WORDS = {
  met: 'its objectives were met',
  missed: 'an objective was missed',
  unknown: 'it is not known whether its objectives were met',
};

export interface DrillPageSources {
  readonly evidence: DrillEvidence | undefined;
  /** What the hosts logged around each of its instants. */
  readonly logs: readonly (readonly LogExcerpt[])[];
  readonly timeline: Markup | undefined;
}

/** One drill as a page of its own: the verdict first, then the timeline, then everything that it rests on. */
export function drillPage(
  run: Pick<RunRecord, 'run' | 'environment' | 'seed'>,
  drill: DrillRecord,
  { evidence, logs, timeline }: DrillPageSources,
): string {
  const stopped = stopInWords(drill, evidence?.injection);
  return document(
    `${drill.title}: ${drill.result}`,
    html`<p class="faint"><a href="../index.html">Run ${run.run}</a></p>
      <h1>${drill.title}: <span class="result ${drill.result}">${IN_WORDS[drill.result]}</span></h1>
      <p class="faint">
        ${drill.drill} · ${drill.location} · environment ${run.environment} · seed ${run.seed}
        ${drill.startedAt === undefined ? '' : ` · from ${drill.startedAt}`}
        ${drill.endedAt === undefined ? '' : ` to ${drill.endedAt}`}
      </p>
      ${drill.reason === '' ? '' : html`<p>${shortened(drill.reason)}</p>`}
      ${stopped === undefined ? '' : html`<p>${stopped}</p>`} ${inShort(drill)}
      ${timeline === undefined ? '' : html`<div class="picture">${timeline}</div>`} ${phases(drill)}
      ${verdicts(drill)} ${losses(drill)} ${injection(drill, evidence)} ${runbook(drill, evidence)}
      ${monitor(evidence)} ${instants(evidence, logs)} ${madeOf(drill, evidence)}`,
  );
}

function inShort(drill: DrillRecord): Markup {
  return html`<p>${awayInWords(drill)} Acknowledged writes: ${writesInWords(drill)}</p>`;
}

/** How long people could not work: in a planned operation, or until they recovered. */
function awayInWords(drill: DrillRecord): string {
  const { recoveryMs, rtoMs } = drill;
  const interrupted = interruptionMs(drill);
  if (interrupted !== undefined)
    return `In this planned operation people could not work for ${duration(interrupted)} at most.`;
  const error = recoveryErrorMs(drill);
  const recovered =
    recoveryMs === undefined
      ? 'No recovery was seen'
      : `People could work again after ${duration(recoveryMs)}${error === undefined ? '' : ` (± ${duration(error)})`}`;
  return `${recovered}${rtoMs === undefined ? '' : `; the objective is ${duration(rtoMs)}`}.`;
}
