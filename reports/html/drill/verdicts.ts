import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';
import { duration } from '../units';

/** What was checked, and how each check came out. */
export function verdicts({ verdicts: all }: DrillRecord): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`<h2 id="verdicts">Verdicts</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Checked</th>
          <th scope="col">Verdict</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ checker, result, reason }) =>
            html`<tr>
              <td>${checker}</td>
              <td><span class="result ${result}">${result}</span></td>
              <td>${shortened(reason)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** The phases of the recovery, with their error bars. */
export function phases({ phases: spans }: DrillRecord): Markup | undefined {
  if (spans.length === 0) return undefined;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Phase</th>
        <th scope="col" class="figure">Took</th>
        <th scope="col" class="figure">Error bar</th>
        <th scope="col" class="figure">From</th>
        <th scope="col" class="figure">To</th>
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
