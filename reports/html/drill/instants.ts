import type { TimelineEvent } from '../../../support/drill/timeline';
import type { DrillEvidence } from '../../drill-evidence';
import type { LogExcerpt } from '../../host-log-excerpts';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { duration } from '../units';

/** A step that failed or was killed ends at an instant of its own; the others are in the runbook. */
export const instantsOf = ({ timeline }: DrillEvidence): readonly TimelineEvent[] =>
  timeline
    .filter(
      ({ moment, outcome }) => moment !== 'step-started' && (moment !== 'step-ended' || outcome === 'failed'),
    )
    .slice(0, MOST_INSTANTS);

const MOST_INSTANTS = 60;
const MOST_OF_A_LINE = 300;

/** The drill's instants with their error bars, each with what the hosts logged around it. */
export function instants(
  evidence: DrillEvidence | undefined,
  logs: readonly (readonly LogExcerpt[])[],
): Markup | undefined {
  if (evidence === undefined || evidence.timeline.length === 0) return undefined;
  return html`<h2 id="instants">Instants, and what the hosts logged around them</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Instant</th>
          <th scope="col" class="figure">At</th>
          <th scope="col">Seen</th>
        </tr>
      </thead>
      <tbody>
        ${instantsOf(evidence).map(
          ({ moment, at, error, detail }, index) =>
            html`<tr>
              <td class="word">${moment}</td>
              <td class="figure">${duration(at)}<br /><span class="faint">± ${duration(error)}</span></td>
              <td>${shortened(detail)} ${logged(logs[index] ?? [])}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function logged(excerpts: readonly LogExcerpt[]): Markup | undefined {
  if (excerpts.length === 0) return undefined;
  return html`<details>
    <summary>Logged within a second of it: ${excerpts.map(({ log }) => log).join(', ')}</summary>
    ${excerpts.map(
      ({ log, lines, more }) =>
        html`<p>
            ${log}${more > 0 ? `, the ${String(lines.length)} nearest lines of ${(more + lines.length).toLocaleString('en')}` : ''}
          </p>
          <pre>${lines.map((line) => shortened(line, MOST_OF_A_LINE)).join('\n')}</pre>`,
    )}
  </details>`;
}
