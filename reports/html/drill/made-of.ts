import type { DrillEvidence } from '../../drill-evidence';
import type { DrillRecord } from '../../run-record';
import { html, type Markup } from '../markup';
import { shortened } from '../shortened';

const MOST_ERRORS = 50;

/** What was under test, what went wrong in the harness, and where the evidence lies. */
export function madeOf(drill: DrillRecord, evidence: DrillEvidence | undefined): Markup {
  const versions = Object.entries(drill.versions);
  const { folder } = drill;
  const revision = evidence?.manifest.revision;
  const files = evidence === undefined ? [] : evidence.hostLogs;
  return html`<h2 id="evidence">What it was made of</h2>
    <p>
      ${
        drill.standIns.length === 0
          ? 'Every part was the product itself.'
          : `Served by stand-ins, not by the licensed products: ${drill.standIns.join(', ')}.`
      }
      ${revision === undefined ? '' : html`Configuration at revision <code>${revision}</code>.`}
    </p>
    ${
      versions.length === 0
        ? ''
        : html`<p class="faint">${versions.map(([name, version]) => `${name} ${version}`).join(' · ')}</p>`
    }
    ${Object.entries(drill.requests).map(
      ([application, { ok, failed, unknown }]) =>
        html`<p>${application}: ${ok} requests ended well, ${failed} failed, ${unknown} unknown</p>`,
    )}
    ${
      drill.errors.length === 0
        ? ''
        : html`<p>What went wrong in the harness itself:</p>
            <pre>
${drill.errors
                .slice(0, MOST_ERRORS)
                .map((error) => shortened(error))
                .join('\n')}</pre>`
    }
    ${
      folder === ''
        ? html`<p>No evidence was written.</p>`
        : html`<p>
            Evidence:
            <a href="../${folder}/">${folder}/</a
            >${files.map((log) => html` · <a href="../${folder}/host-logs/${log}">${log}</a>`)}
          </p>`
    }`;
}
