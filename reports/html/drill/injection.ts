import { locationText } from '../../../support/drill/lease';
import type { DrillEvidence } from '../../drill-evidence';
import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { struckMost } from './drill-words';

/** What was broken, what was seen of it on the target, and how it was put back. */
export function injection(
  { injection: injected, blastRadius }: DrillRecord,
  evidence: DrillEvidence | undefined,
): Markup | undefined {
  if (injected === undefined) return undefined;
  const changes = evidence?.injection?.changes ?? [];
  const ends = evidence?.injection?.ends ?? [];
  return html`<h2 id="injection">Proof of injection</h2>
    <p>
      Fault <code>${injected.fault}</code>, ${injected.proof}:
      ${shortened(injected.observed)}${injected.reverted ? '' : ' It was not reverted when the drill ended.'}
      ${blastRadius === undefined ? '' : `It may strike ${struckMost(blastRadius)}, because ${blastRadius.because}`}
    </p>
    ${
      changes.length === 0
        ? ''
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Target</th>
                <th scope="col">Change</th>
                <th scope="col">Revert</th>
              </tr>
            </thead>
            <tbody>
              ${changes.map(
                ({ target, change, revert }) =>
                  html`<tr>
                    <td>${target}</td>
                    <td>${shortened(change)}</td>
                    <td>${shortened(revert)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${ends.map(
      ({ location, at, by, restored }) =>
        html`<p>
          The lease on ${locationText(location)} ended by ${by} at
          ${at}${restored === '' ? '' : `: ${shortened(restored)}`}.
        </p>`,
    )}`;
}
