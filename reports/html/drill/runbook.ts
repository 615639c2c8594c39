import type { DrillEvidence } from '../../drill-evidence';
import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { duration } from '../units';

/** The plan as it was followed: each step with its commands, what was expected, what came out and how long it took. */
export function runbook(
  { runbook: followed }: DrillRecord,
  evidence: DrillEvidence | undefined,
): Markup | undefined {
  if (followed === undefined) return undefined;
  const written = new Map((evidence?.runbook?.steps ?? []).map((step) => [step.step, step]));
  return html`<h2 id="runbook">Runbook: ${followed.title}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Outcome</th>
          <th scope="col" class="figure">At</th>
          <th scope="col" class="figure">Took</th>
          <th scope="col" class="figure">Budget</th>
          <th scope="col">Observed</th>
        </tr>
      </thead>
      <tbody>
        ${followed.steps.map((step) => {
          const { commands = [], expected, wayBack } = written.get(step.step) ?? {};
          const ran = step.outcome !== 'not-run';
          const row = html`<tr${commands.length === 0 ? '' : html` class="joined"`}>
            <td>
              ${step.step}. ${step.title}${wayBack ? ' (the way back)' : ''}
              ${expected === undefined ? '' : html`<br /><span class="faint">Expected: ${shortened(expected)}</span>`}
            </td>
            <td class="word">${step.outcome}</td>
            <td class="figure">${ran ? duration(step.startedAt) : '–'}</td>
            <td class="figure">${ran ? duration(step.endedAt - step.startedAt) : '–'}</td>
            <td class="figure">${duration(step.budgetMs)}</td>
            <td>${shortened(step.observed)}</td>
          </tr>`;
          return html`${row}${commands.length === 0 ? '' : commandsRow(commands)}`;
        })}
      </tbody>
    </table>`;
}

const commandsRow = (commands: readonly string[]): Markup =>
  html`<tr>
    <td colspan="6">
      <details>
        <summary>${commands.length === 1 ? 'Command' : `${String(commands.length)} commands`}</summary>
        <pre>${shortened(commands.join('\n'))}</pre>
      </details>
    </td>
  </tr>`;
