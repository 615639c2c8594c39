import { locationText } from '../../support/drill/lease';
import { shareText } from '../../support/drill/stop-condition';
import type { DrillEvidence } from '../drill-evidence';
import type { DrillRecord } from '../run-record';
import { html, type Markup } from './markup';
import { timelinePicture } from './timeline-picture';
import { duration } from './units';

/** One drill: verdicts, the timeline as a picture, phases, what was lost, and the evidence to dig into. */
export function drillSection(drill: DrillRecord, evidence: DrillEvidence | undefined): Markup {
  return html`<section class="drill" id="${drill.drill}">
    <header>
      <h2>${drill.title}</h2>
      <span class="result ${drill.result}">${drill.result}</span>
    </header>
    <p class="faint">${drill.drill} · ${drill.location}</p>
    ${drill.reason === '' ? '' : html`<p>${drill.reason}</p>`} ${stopped(drill, evidence)}
    ${evidence === undefined ? '' : html`<div class="picture">${timelinePicture(evidence)}</div>`}
    ${phases(drill)} ${verdicts(drill)} ${losses(drill)} ${injection(drill)} ${runbook(drill, evidence)}
    ${monitor(evidence)} ${details(drill, evidence)}
  </section>`;
}

function phases({ phases: spans }: DrillRecord): Markup | undefined {
  if (spans.length === 0) return undefined;
  return html`<table>
    <thead>
      <tr>
        <th>Phase</th>
        <th class="figure">Took</th>
        <th class="figure">Error bar</th>
        <th class="figure">From</th>
        <th class="figure">To</th>
      </tr>
    </thead>
    <tbody>
      ${spans.map(
        ({ name, from, to }) =>
          html`<tr>
            <td>${name}</td>
            <td class="figure">${duration(to.at - from.at)}</td>
            <td class="figure">± ${duration(from.error + to.error)}</td>
            <td class="figure">${duration(from.at)}</td>
            <td class="figure">${duration(to.at)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function verdicts({ verdicts: all }: DrillRecord): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`<table>
    <thead>
      <tr>
        <th>Checked</th>
        <th>Verdict</th>
        <th>Because</th>
      </tr>
    </thead>
    <tbody>
      ${all.map(
        ({ checker, result, reason }) =>
          html`<tr>
            <td>${checker}</td>
            <td><span class="result ${result}">${result}</span></td>
            <td>${reason}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function losses({ verdicts: all }: DrillRecord): Markup | undefined {
  const rows = all.flatMap(({ ids }) =>
    ids === undefined
      ? []
      : (['lost', 'corrupted', 'unaccounted'] as const).flatMap((kind) =>
          ids[kind].length === 0
            ? []
            : [html`<p>${ids[kind].length} ${kind}: <code>${ids[kind].join(', ')}</code></p>`],
        ),
  );
  return rows.length === 0 ? undefined : html`${rows}`;
}

function stopped({ stopped: stop }: DrillRecord, evidence: DrillEvidence | undefined): Markup | undefined {
  if (stop === undefined) return undefined;
  const when =
    stop.afterMs === undefined
      ? 'while its fault was injected'
      : `${duration(stop.afterMs)} after the injection`;
  return html`<p>
    This drill was stopped ${when}, because a stop condition was met${revertInWords(evidence?.injection)}. It
    is not known how its recovery would have ended.
  </p>`;
}

/** A lease may end without anything that it puts back: what only the golden snapshot brings back, a host that was started again. */
export function revertInWords(injected: DrillEvidence['injection']): string {
  if (injected?.reverted !== true) return '';
  const restored = (injected.ends ?? []).map((end) => `${locationText(end.location)}: ${end.restored}`);
  return restored.length === 0
    ? ", and its fault's lease was released"
    : `, and its fault was reverted (${restored.join('; ')})`;
}

function injection({ injection: injected, blastRadius }: DrillRecord): Markup | undefined {
  if (injected === undefined) return undefined;
  return html`<p>
    Fault <code>${injected.fault}</code>, ${injected.proof}:
    ${injected.observed}${injected.reverted ? '' : ' It was not reverted when the drill ended.'}
    ${blastRadius === undefined ? '' : `It may strike ${struckMost(blastRadius)}, because ${blastRadius.because}`}
  </p>`;
}

/** `2 instances and 100% of a subnet`; what the scenario leaves out is as its environment has it. */
export function struckMost({ instances, tier }: NonNullable<DrillRecord['blastRadius']>): string {
  const limits = [
    ...(instances === undefined ? [] : [`${String(instances)} instance${instances === 1 ? '' : 's'}`]),
    ...(tier === undefined ? [] : [`${shareText(tier)} of a subnet`]),
  ];
  return limits.length === 0 ? 'bastion and monitor at once' : limits.join(' and ');
}

function runbook(
  { runbook: followed }: DrillRecord,
  evidence: DrillEvidence | undefined,
): Markup | undefined {
  if (followed === undefined) return undefined;
  const commands = new Map((evidence?.runbook?.steps ?? []).map((step) => [step.step, step.commands]));
  return html`<details>
    <summary>Runbook: ${followed.title}</summary>
    <table>
      <thead>
        <tr>
          <th>Step</th>
          <th>Outcome</th>
          <th class="figure">Took</th>
          <th class="figure">Budget</th>
          <th>Observed</th>
        </tr>
      </thead>
      <tbody>
        ${followed.steps.map(
          (step) =>
            html`<tr>
              <td>
                ${step.step}.
                ${step.title}${(commands.get(step.step) ?? []).map((command) => html`<br /><code>${command}</code>`)}
              </td>
              <td>${step.outcome}</td>
              <td class="figure">
                ${step.outcome === 'not-run' ? '–' : duration(step.endedAt - step.startedAt)}
              </td>
              <td class="figure">${duration(step.budgetMs)}</td>
              <td>${step.observed}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function monitor(evidence: DrillEvidence | undefined): Markup | undefined {
  const events = evidence?.monitorEvents ?? [];
  if (events.length === 0) return undefined;
  return html`<details>
    <summary>What InterMapper said (${events.length})</summary>
    <table>
      <tbody>
        ${events.map(
          ({ at, device, tag, message }) =>
            html`<tr>
              <td class="figure">${duration(at)}</td>
              <td>${tag.trim()}</td>
              <td>${device}</td>
              <td>${message}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function details(drill: DrillRecord, evidence: DrillEvidence | undefined): Markup {
  const versions = Object.entries(drill.versions);
  return html`<details>
    <summary>Evidence</summary>
    ${drill.folder === '' ? '' : html`<p><a href="${drill.folder}/">${drill.folder}/</a>${(evidence?.hostLogs ?? []).map((log) => html` · <a href="${drill.folder}/host-logs/${log}">${log}</a>`)}</p>`}
    ${versions.length === 0 ? '' : html`<p>${versions.map(([name, version]) => `${name} ${version}`).join(' · ')}</p>`}
    ${Object.entries(drill.requests).map(
      ([application, { ok, failed, unknown }]) =>
        html`<p>${application}: ${ok} requests ended well, ${failed} failed, ${unknown} unknown</p>`,
    )}
    ${drill.errors.length === 0 ? '' : html`<pre>${drill.errors.join('\n')}</pre>`}
  </details>`;
}
