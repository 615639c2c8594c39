import { html, Markup } from '../html/markup';
import { STYLE } from '../html/style';
import { duration } from '../html/units';
import type { AcceptanceCheck, AcceptedDrill, AcceptedException, Decision } from './decision';
import { checkInWords, decisionWords, exceptionInWords } from './decision-words';
import { momentText } from './moment-text';
import { EVIDENCE_FOLDER, packFiles } from './pack-layout';

const OWN_STYLE = `
:root { --link: #0b57d0; } @media (prefers-color-scheme: dark) { :root { --link: #8ab4f8; } }
a { color: var(--link); } table.fixed { table-layout: fixed; }
.decision { border: 3px solid currentColor; border-radius: 8px; padding: .7rem 1rem; margin: .8rem 0; font-size: 1.5rem; font-weight: 700; }
.result::before, .decision::before { margin-right: .35em; } h2 { margin-top: 1.6rem; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; } td { overflow-wrap: anywhere; }
`;

/** The decision for people: self-contained, without scripts, with links into the evidence beside it. */
export function acceptancePage(
  decision: Decision,
  {
    chain,
    reported,
    withEvidence,
  }: { readonly chain: string; readonly reported: boolean; readonly withEvidence: ReadonlySet<string> },
): string {
  const words = decisionWords(decision, chain);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.verdict}</title>
        <style>
          ${new Markup(STYLE + OWN_STYLE)}
        </style>
      </head>
      <body>
        <h1>${words.title}</h1>
        <p class="decision ${decision.accepted ? 'met' : 'missed'}">${words.verdict}</p>
        ${words.summary.map((sentence) => html`<p>${sentence}</p>`)}
        <dl>
          ${words.facts.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        <p>
          <a href="${packFiles.pdf}">The same for print</a>${
            reported
              ? html` · <a href="${EVIDENCE_FOLDER}/index.html">the recovery report of the run</a>`
              : undefined
          }
        </p>
        <h2>Conditions</h2>
        <table>
          <thead>
            <tr>
              <th>Condition</th>
              <th>It</th>
              <th>What was found</th>
            </tr>
          </thead>
          <tbody>
            ${decision.checks.map(checkRow)}
          </tbody>
        </table>
        <h2>Exceptions</h2>
        ${decision.exceptions.length === 0 ? html`<p>None.</p>` : exceptionTable(decision.exceptions)}
        <h2>Drills</h2>
        <table class="fixed">
          ${columns(30, 14, 22, 11, 11, 12)}
          <thead>
            <tr>
              <th>Drill</th>
              <th>System</th>
              <th>Verdict</th>
              <th class="figure">Recovered in</th>
              <th class="figure">Objective</th>
              <th>Ended</th>
            </tr>
          </thead>
          <tbody>
            ${decision.drills.map((drill) => drillRow(drill, withEvidence.has(drill.drill)))}
          </tbody>
        </table>
        <h2>What this does not show</h2>
        ${words.limits.map((sentence) => html`<p>${sentence}</p>`)}
        <h2>Versions</h2>
        <table>
          <tbody>
            ${Object.entries(decision.versions).map(
              ([name, version]) =>
                html`<tr>
                  <td>${name}</td>
                  <td>${version}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </body>
    </html> `;
  return page.html;
}

/** Columns of these widths, in percent: a long word of one takes nothing from the others. */
const columns = (...widths: readonly number[]): Markup =>
  html`<colgroup>
    ${widths.map((width) => html`<col style="width: ${width}%" />`)}
  </colgroup>`;

const checkRow = ({ title, result, reason, details }: AcceptanceCheck): Markup =>
  html`<tr>
    <td>${title}</td>
    <td><span class="result ${result}">${checkInWords(result)}</span></td>
    <td>
      ${reason}${
        details.length === 0
          ? undefined
          : html`<ul>
              ${details.map((line) => html`<li>${line}</li>`)}
            </ul>`
      }
    </td>
  </tr>`;

const exceptionTable = (exceptions: readonly AcceptedException[]): Markup =>
  html`<table class="fixed">
    ${columns(24, 14, 32, 12, 18)}
    <thead>
      <tr>
        <th>Scenario</th>
        <th>Owner</th>
        <th>Reason</th>
        <th>Until</th>
        <th>State</th>
      </tr>
    </thead>
    <tbody>
      ${exceptions.map(
        ({ scenario, owner, reason, until, state }) =>
          html`<tr>
            <td>${scenario}</td>
            <td>${owner}</td>
            <td>${reason}</td>
            <td>${until}</td>
            <td>${exceptionInWords(state)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const drillRow = (drill: AcceptedDrill, evidence: boolean): Markup =>
  html`<tr>
    <td>
      ${evidence ? html`<a href="${EVIDENCE_FOLDER}/${drill.drill}/">${drill.title}</a>` : drill.title}<br />
      <span class="faint">${drill.drill}${drill.marked ? '' : ', not marked for acceptance'}</span>
    </td>
    <td>
      ${drill.component ?? '–'}<br /><span class="faint">${drill.class ?? 'not in the catalogue'}</span>
    </td>
    <td>
      <span class="result ${drill.result}">${drill.result}</span>${
        drill.reason === '' ? undefined : html`<br />${drill.reason}`
      }
    </td>
    <td class="figure">${drill.recoveryMs === undefined ? '–' : duration(drill.recoveryMs)}</td>
    <td class="figure">${drill.rtoMs === undefined ? '–' : duration(drill.rtoMs)}</td>
    <td>${drill.endedAt === undefined ? '–' : momentText(drill.endedAt)}</td>
  </tr>`;
