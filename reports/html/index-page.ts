import type { DrillEvidence } from '../drill-evidence';
import type { DrillRecord, RunRecord } from '../run-record';
import { drillSection } from './drill-section';
import { html, Markup } from './markup';
import { STYLE } from './style';
import { duration } from './units';

export const IN_WORDS = {
  met: 'every objective was met',
  missed: 'an objective was missed',
  unknown: 'it is not known whether every objective was met',
};

/** One page for the whole run, self-contained and without scripts. */
export function indexPage(record: RunRecord, evidence: readonly DrillEvidence[]): string {
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Firedrill: ${record.environment}, ${record.result}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <h1>Recovery report: <span class="result ${record.result}">${IN_WORDS[record.result]}</span></h1>
        <p class="faint">
          Environment ${record.environment} · run ${record.run} · seed ${record.seed} · from
          ${record.startedAt} to ${record.endedAt}
        </p>
        <p>${standInsNote(record)}</p>
        ${record.notes.map((note) => html`<p>${note}</p>`)}
        <table>
          <caption class="faint">
            Recovery time is from the fault's injection until requests succeeded again and kept succeeding.
          </caption>
          <thead>
            <tr>
              <th>Drill</th>
              <th>Verdict</th>
              <th class="figure">Recovered in</th>
              <th class="figure">Objective</th>
              <th class="figure">Drill took</th>
              <th>Acknowledged writes</th>
            </tr>
          </thead>
          <tbody>
            ${record.drills.map(summaryRow)}
          </tbody>
        </table>
        ${whereTimeWent(record)}
        ${record.drills.map((drill) => drillSection(drill, byDrill.get(drill.drill)))}
      </body>
    </html> `;
  return page.html;
}

function summaryRow(drill: DrillRecord): Markup {
  return html`<tr>
    <td><a href="#${drill.drill}">${drill.title}</a></td>
    <td>
      <span class="result ${drill.result}">${drill.result}</span
      >${drill.reason === '' ? '' : html`<br /><span>${drill.reason}</span>`}
    </td>
    <td class="figure">${drill.recoveryMs === undefined ? '–' : duration(drill.recoveryMs)}</td>
    <td class="figure">${drill.rtoMs === undefined ? '–' : duration(drill.rtoMs)}</td>
    <td class="figure">${drill.spent === undefined ? '–' : duration(wholeOf(drill.spent))}</td>
    <td>${writesInWords(drill)}</td>
  </tr>`;
}

const wholeOf = (spent: NonNullable<DrillRecord['spent']>): number =>
  spent.reduce((sum, { ms }) => sum + ms, 0);

/** Over all drills: what to make quicker when a night takes too long. */
function whereTimeWent({ drills }: RunRecord): Markup | undefined {
  const all = drills.flatMap(({ spent }) => (spent === undefined ? [] : [spent]));
  if (all.length === 0) return undefined;
  const whole = all.reduce((sum, spent) => sum + wholeOf(spent), 0);
  const kinds = [...new Set(all.flat().map(({ on }) => on))];
  return html`<table>
    <caption class="faint">
      Where the time of ${all.length === 1 ? 'the drill' : html`${String(all.length)} drills`} went:
      ${duration(whole)}.
    </caption>
    <thead>
      <tr>
        <th>Spent on</th>
        <th class="figure">In all</th>
        <th class="figure">Share</th>
        <th class="figure">A drill, on the average</th>
        <th class="figure">At most</th>
      </tr>
    </thead>
    <tbody>
      ${kinds.map((kind) => {
        const times = all.flatMap((spent) => spent.filter(({ on }) => on === kind).map(({ ms }) => ms));
        const sum = times.reduce((total, ms) => total + ms, 0);
        return html`<tr>
          <td>${kind}</td>
          <td class="figure">${duration(sum)}</td>
          <td class="figure">${String(Math.round((sum / whole) * 100))}%</td>
          <td class="figure">${duration(sum / times.length)}</td>
          <td class="figure">${duration(Math.max(...times))}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** What became of the acknowledged writes, in the words of the checker that counted them. */
export function writesInWords(drill: DrillRecord): string {
  return (
    drill.verdicts.find(({ checker }) => checker === 'no-acknowledged-write-lost')?.reason ?? 'not checked'
  );
}

/** What of the run was not the product itself. */
export function standInsNote(record: RunRecord): string {
  const roles = [...new Set(record.drills.flatMap(({ standIns }) => standIns))].sort();
  return roles.length === 0
    ? 'Every part was the product itself.'
    : `Served by stand-ins, not by the licensed products: ${roles.join(', ')}.`;
}
