import { evidenceFiles } from '../../../support/drill/evidence-folder';
import type { DrillEvidence } from '../../drill-evidence';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { duration } from '../units';

/** A device that flaps for hours says much. */
const MOST_EVENTS = 200;

/** What the monitor said and when. */
export function monitor(evidence: DrillEvidence | undefined): Markup | undefined {
  if (evidence === undefined || evidence.monitorEvents.length === 0) return undefined;
  const { monitorEvents: events, folder } = evidence;
  const more = events.length - MOST_EVENTS;
  return html`<h2 id="monitor">What InterMapper said</h2>
    <table>
      <thead>
        <tr>
          <th scope="col" class="figure">At</th>
          <th scope="col">Says</th>
          <th scope="col">Of</th>
          <th scope="col">In its words</th>
        </tr>
      </thead>
      <tbody>
        ${events.slice(0, MOST_EVENTS).map(
          ({ at, error, device, tag, message }) =>
            html`<tr>
              <td class="figure">${duration(at)}<br /><span class="faint">± ${duration(error)}</span></td>
              <td class="word">${tag.trim()}</td>
              <td>${device}</td>
              <td>${shortened(message)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      more > 0
        ? html`<p>
            ${more.toLocaleString('en')} more are in
            <a href="../${folder}/${evidenceFiles.monitorEvents}">${evidenceFiles.monitorEvents}</a>.
          </p>`
        : ''
    }`;
}
