import { document } from '../html/document';
import { html, type Markup } from '../html/markup';
import { duration, instant } from '../html/units';
import { drillTrends, type DrillTrend } from './drill-trend';
import { flakyInWords, RULE, slowerInWords } from './in-words';
import type { KeptRuns } from './kept-runs';
import { LEAST_RUNS } from './slower';
import { runsChart, trendChart } from './trend-chart';

/** All kept runs of an environment on one page: first what got worse, then every drill with its recovery times. */
export function trendPage(environment: string, { runs, passedOver }: KeptRuns): string {
  const trends = drillTrends(runs);
  const [first, last] = [runs[0], runs.at(-1)];
  return document(
    `Firedrill: trend of ${environment}`,
    html`<h1>
        Recovery of ${environment} over ${runs.length === 1 ? 'one run' : `${String(runs.length)} runs`}
      </h1>
      ${
        first === undefined || last === undefined
          ? html`<p>No run of ${environment} is kept.</p>`
          : html`<p class="faint">
                From ${instant(first.startedAt)} to ${instant(last.startedAt)}; the newest is ${last.run}.
              </p>
              ${worse(trends)}
              <div class="picture">${runsChart(runs)}</div>
              ${drillsTable(trends)}
              <p class="faint">
                ${RULE} A drill with fewer than ${LEAST_RUNS} of them is not judged so. It is flaky when its
                verdict changed from one run to the next though scenario, runbooks, configuration and all
                versions were the same.
              </p>`
      }
      ${
        passedOver.length === 0
          ? ''
          : html`<p>Passed over, because their run.json cannot be read: ${passedOver.join(', ')}.</p>`
      }`,
  );
}

function worse(trends: readonly DrillTrend[]): Markup {
  const lists = [
    listed('Newly not met', trends, ({ newFailure, attempts }) =>
      newFailure ? (attempts.at(-1)?.reason ?? 'no reason was given') : '',
    ),
    listed('Slower than their own history allows', trends, slowerInWords),
    listed('Flaky', trends, flakyInWords),
  ];
  return html`<h2>What got worse</h2>
    ${lists.every((list) => list === undefined) ? html`<p>Nothing, by each drill's last run.</p>` : lists.filter((list) => list !== undefined)}`;
}

function listed(
  what: string,
  trends: readonly DrillTrend[],
  because: (trend: DrillTrend) => string,
): Markup | undefined {
  const found = trends.flatMap((trend) => {
    const why = because(trend);
    return why === '' ? [] : [html`<li><a href="#${trend.drill}">${trend.title}</a>: ${why}</li>`];
  });
  return found.length === 0
    ? undefined
    : html`<h3>${what}: ${found.length}</h3>
        <ul>
          ${found}
        </ul>`;
}

const drillsTable = (trends: readonly DrillTrend[]): Markup =>
  html`<h2>Recovery times</h2>
    <table>
      <caption class="faint">
        A mark is an attempt: a circle met, a triangle missed, a diamond unknown, at the bottom where it did
        not recover. The broken line is what the history allows. Where a column stands for several attempts it
        reaches from the shortest recovery to the longest.
      </caption>
      <thead>
        <tr>
          <th scope="col">Drill</th>
          <th scope="col">Last</th>
          <th scope="col" class="figure">Met</th>
          <th scope="col" class="figure">Median</th>
          <th scope="col" class="figure">Shortest to longest</th>
          <th scope="col">Over the runs</th>
        </tr>
      </thead>
      <tbody>
        ${worstFirst(trends).map(row)}
      </tbody>
    </table>`;

const worstFirst = (trends: readonly DrillTrend[]): readonly DrillTrend[] => {
  const rank = ({ attempts, slower, flaky }: DrillTrend): number => {
    const last = attempts.at(-1)?.result;
    if (last !== 'met') return last === 'missed' ? 0 : 1;
    return slower !== undefined || flaky !== undefined ? 2 : 3;
  };
  return [...trends].sort((a, b) => rank(a) - rank(b));
};

function row(trend: DrillTrend): Markup {
  const { drill, title, attempts, spread } = trend;
  const last = attempts.at(-1);
  const met = attempts.filter(({ result }) => result === 'met').length;
  const marks = [
    ...(trend.slower === undefined ? [] : ['slower']),
    ...(trend.flaky === undefined ? [] : ['flaky']),
  ];
  return html`<tr id="${drill}">
    <td>${title}${marks.length === 0 ? '' : html`<br /><strong>${marks.join(', ')}</strong>`}</td>
    <td>
      ${
        last === undefined
          ? ''
          : html`<span class="result ${last.result}">${last.result}</span
              >${last.recoveryMs === undefined ? '' : html`<br />${duration(last.recoveryMs)}`}`
      }
    </td>
    <td class="figure">${met} of ${attempts.length}</td>
    <td class="figure">${spread === undefined ? '–' : duration(spread.median)}</td>
    <td class="figure">
      ${spread === undefined ? '–' : `${duration(spread.min)} to ${duration(spread.max)}`}
    </td>
    <td class="trend">${trendChart(trend)}</td>
  </tr>`;
}
