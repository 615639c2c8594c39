import type { Changes } from '../trend/changes';
import type { DrillTrend } from '../trend/drill-trend';
import { flakyInWords, slowerInWords } from '../trend/in-words';
import { drillPagePath } from './drill/drill-page-path';
import { html, type Markup } from './markup';
import { instant } from './units';

/** So many drills are named of each kind; the table has all of them. */
const MOST_NAMED = 12;

/** What is news, before anything else: what one acts on in the morning. */
export function changesSection(changes: Changes): Markup {
  const { since } = changes;
  if (since === undefined)
    return html`<h2 id="changes">What changed</h2>
      <p>There is no earlier run of this environment to compare with.</p>`;
  const lists = [
    named('Newly not met', changes.newFailures, ({ attempts }) => attempts.at(-1)?.reason ?? ''),
    named('Still not met', changes.stillNotMet, ({ attempts }) => attempts.at(-1)?.reason ?? ''),
    named('Slower than its own history allows', changes.slower, slowerInWords),
    named('Flaky', changes.flaky, flakyInWords),
    named('Met again', changes.metAgain, () => ''),
    named('Met, and drilled for the first time', changes.firstTime, () => ''),
  ].filter((list) => list !== undefined);
  return html`<h2 id="changes">What changed since the last run</h2>
    <p class="faint">
      Each drill against its own last time; the last run was ${since.run}, ${instant(since.startedAt)}.
    </p>
    ${lists.length === 0 ? html`<p>Nothing: every drill came out as it did last time.</p>` : lists}`;
}

function named(
  what: string,
  trends: readonly DrillTrend[],
  because: (trend: DrillTrend) => string,
): Markup | undefined {
  if (trends.length === 0) return undefined;
  const more = trends.length - MOST_NAMED;
  return html`<h3>${what}: ${trends.length}</h3>
    <ul>
      ${trends.slice(0, MOST_NAMED).map((trend) => {
        const why = because(trend);
        return html`<li>
          <a href="${drillPagePath(trend.drill)}">${trend.title}</a>${why === '' ? '' : `: ${why}`}
        </li>`;
      })}
      ${more > 0 ? html`<li>and ${more} more</li>` : ''}
    </ul>`;
}
