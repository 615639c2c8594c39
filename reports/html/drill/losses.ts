import { evidenceFiles } from '../../../support/drill/evidence-folder';
import { namedLosses } from '../../named-losses';
import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';

/** The data that were lost, by id. */
export function losses(drill: DrillRecord): Markup | undefined {
  const rows = namedLosses(drill).map(
    ({ kind, count, named, more }) =>
      html`<p>
        ${count.toLocaleString('en')} ${kind}: <code>${named.join(', ')}</code>${
          more > 0
            ? html` and ${more.toLocaleString('en')} more, in
                <a href="../${drill.folder}/${evidenceFiles.judgement}">${evidenceFiles.judgement}</a>`
            : ''
        }
      </p>`,
  );
  return rows.length === 0
    ? undefined
    : html`<h2 id="lost">What was lost</h2>
        ${rows}`;
}
