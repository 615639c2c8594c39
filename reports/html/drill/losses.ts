import { evidenceFiles } from '../../../support/drill/evidence-folder';
import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';

/** So many are named of a kind; all of them are in the evidence. */
export const MOST_NAMED = 200;

/** The data that were lost, by id. */
export function losses({ verdicts: all, folder }: DrillRecord): Markup | undefined {
  const rows = all.flatMap(({ ids }) =>
    ids === undefined
      ? []
      : (['lost', 'corrupted', 'unaccounted'] as const).flatMap((kind) => {
          const found = ids[kind];
          if (found.length === 0) return [];
          const more = found.length - MOST_NAMED;
          return [
            html`<p>
              ${found.length.toLocaleString('en')} ${kind}:
              <code>${found.slice(0, MOST_NAMED).join(', ')}</code>${
                more > 0
                  ? html` and ${more.toLocaleString('en')} more, in
                      <a href="../${folder}/${evidenceFiles.judgement}">${evidenceFiles.judgement}</a>`
                  : ''
              }
            </p>`,
          ];
        }),
  );
  return rows.length === 0
    ? undefined
    : html`<h2 id="lost">What was lost</h2>
        ${rows}`;
}
