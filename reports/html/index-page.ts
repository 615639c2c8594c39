import { interruptionMs } from '../drill-figures';
import type { DrillRecord, RunRecord } from '../run-record';
import type { Changes } from '../trend/changes';
import { changesSection } from './changes-section';
import { document } from './document';
import { drillPagePath } from './drill/drill-page-path';
import { writesInShort } from './drill/drill-words';
import { html, type Markup } from './markup';
import { shortened } from './shortened';
import { duration } from './units';

export const IN_WORDS = {
  met: 'every objective was met',
  missed: 'an objective was missed',
  unknown: 'it is not known whether every objective was met',
};

/**
 * The whole run on one page: the verdict, what is news, and a row for each drill, which has a page of its own.
 *
 * @param trendHref the page over all runs, where there is one
 */
export function indexPage(record: RunRecord, changes: Changes, trendHref?: string): string {
  return document(
    `Firedrill: ${record.environment}, ${record.result}`,
    html`<h1>Recovery report: <span class="result ${record.result}">${IN_WORDS[record.result]}</span></h1>
      <p class="faint">
        Environment ${record.environment} · run ${record.run} · seed ${record.seed} · from ${record.startedAt}
        to ${record.endedAt}
      </p>
      <p>${countsInWords(record)} ${slowest(record)}</p>
      <p>${standInsNote(record)}</p>
      ${record.notes.map((note) => html`<p>${note}</p>`)} ${changesSection(changes)}
      ${trendHref === undefined ? '' : html`<p><a href="${trendHref}">Recovery times over all kept runs</a></p>`}
      <h2 id="drills">All drills</h2>
      <table>
        <caption class="faint">
          Recovery time is from the fault's injection until requests succeeded again and kept succeeding; of a
          planned operation it is how long people were interrupted.
        </caption>
        <thead>
          <tr>
            <th scope="col">Drill</th>
            <th scope="col">Verdict</th>
            <th scope="col" class="figure">Recovered in</th>
            <th scope="col" class="figure">Objective</th>
            <th scope="col" class="figure">Drill took</th>
            <th scope="col">Acknowledged writes</th>
          </tr>
        </thead>
        <tbody>
          ${worstFirst(record.drills).map(summaryRow)}
        </tbody>
      </table>
      ${whereTimeWent(record)}`,
  );
}

/** What somebody must look at stands above what is well. */
const worstFirst = (drills: readonly DrillRecord[]): readonly DrillRecord[] =>
  (['missed', 'unknown', 'met'] as const).flatMap((result) =>
    drills.filter((drill) => drill.result === result),
  );

/** `30 of 32 drills were met; 1 was missed and 1 is unknown.` */
function countsInWords({ drills }: RunRecord): string {
  const of = (result: DrillRecord['result']): number =>
    drills.filter((drill) => drill.result === result).length;
  const others = [
    ...(of('missed') === 0 ? [] : [`${String(of('missed'))} missed`]),
    ...(of('unknown') === 0 ? [] : [`${String(of('unknown'))} unknown`]),
  ];
  const met = `${String(of('met'))} of ${drills.length === 1 ? 'one drill' : `${String(drills.length)} drills`} met`;
  return `${[met, ...others].join(', ')}.`;
}

/** The recovery that came nearest to its objective. */
function slowest({ drills }: RunRecord): string {
  const [longest] = drills
    .flatMap(({ title, recoveryMs, rtoMs }) =>
      recoveryMs === undefined || rtoMs === undefined ? [] : [{ title, recoveryMs, rtoMs }],
    )
    .sort((a, b) => b.recoveryMs / b.rtoMs - a.recoveryMs / a.rtoMs);
  if (longest === undefined) return '';
  const { title, recoveryMs, rtoMs } = longest;
  return `The longest recovery took ${duration(recoveryMs)} of ${duration(rtoMs)}: ${title}.`;
}

function summaryRow(drill: DrillRecord): Markup {
  return html`<tr id="${drill.drill}">
    <td class="title"><a href="${drillPagePath(drill.drill)}">${drill.title}</a></td>
    <td>
      <span class="result ${drill.result}">${drill.result}</span
      >${drill.reason === '' ? '' : html`<br /><span>${shortened(drill.reason, MOST_OF_A_REASON)}</span>`}
    </td>
    <td class="figure">${awayInShort(drill)}</td>
    <td class="figure">${drill.rtoMs === undefined ? '–' : duration(drill.rtoMs)}</td>
    <td class="figure">${drill.spent === undefined ? '–' : duration(wholeOf(drill.spent))}</td>
    <td>${writesInShort(drill)}</td>
  </tr>`;
}

/** How long people could not work, whether they recovered or an operation kept them from it. */
function awayInShort(drill: DrillRecord): string {
  const interrupted = interruptionMs(drill);
  if (interrupted !== undefined) return `interrupted ${duration(interrupted)}`;
  return drill.recoveryMs === undefined ? '–' : duration(drill.recoveryMs);
}

const MOST_OF_A_REASON = 1000;

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

/** What of the run was not the product itself. */
export function standInsNote(record: RunRecord): string {
  const roles = [...new Set(record.drills.flatMap(({ standIns }) => standIns))].sort();
  return roles.length === 0
    ? 'Every part was the product itself.'
    : `Served by stand-ins, not by the licensed products: ${roles.join(', ')}.`;
}
