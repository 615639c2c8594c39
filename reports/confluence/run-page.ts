import type { DrillEvidence } from '../drill-evidence';
import { writesInWords } from '../html/drill/drill-words';
import { IN_WORDS, standInsNote } from '../html/index-page';
import { duration, instant } from '../html/units';
import type { DrillRecord, RunRecord } from '../run-record';
import { drillDetails } from './drill-details';
import { box, heading, pageLink, paragraph, table, tableOfContents } from './macros';
import type { Picture, ReportPage, Surroundings } from './page';
import { countsInWords, runInShort } from './run-in-short';
import { storageFormat, type Part } from './storage-format';
import { timelineAttachment } from './timeline-attachment';
import { runTitle, scenarioTitle, type Named } from './titles';
import { verdictBox, verdictStatus } from './verdict-status';

/** So many characters of storage format a run's details may have; what comes after is in the HTML report only. */
const MOST_DETAILS = 1_000_000;
/** A page with more pictures than that is slow to open. */
const MOST_PICTURES = 60;

/**
 * One run: what it came to, all its drills in one table, and the details of each, those that were not met first. Of a run
 * that is too large for a page, the details of the drills that come last are left to the HTML report.
 *
 * @param environment whose report it is; the run may have been on copies of it, too
 * @param scenarios those that have a page, by id
 */
export function runPage(
  environment: string,
  record: RunRecord,
  evidence: readonly DrillEvidence[],
  scenarios: ReadonlyMap<string, Named>,
): ReportPage {
  const { run, result } = record;
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  const drills = [...record.drills].sort((one, other) => rank(one) - rank(other));
  const pictures = drills.slice(0, MOST_PICTURES).flatMap(({ drill }): readonly Picture[] => {
    const known = byDrill.get(drill);
    return known === undefined ? [] : [timelineAttachment(known)];
  });
  const short = runInShort(record);
  /** The title of the page of its scenario; undefined where there is none any more. */
  const scenarioPageOf = ({ drill }: DrillRecord): string | undefined => {
    const scenario = scenarios.get(drill);
    return scenario === undefined ? undefined : scenarioTitle(environment, scenario);
  };
  return {
    key: `run/${run}`,
    title: runTitle(environment, run),
    below: 'overview',
    labels: ['firedrill', 'firedrill-run', `firedrill-${result}`],
    pictures,
    run: short,
    content: (around) => [
      box(
        verdictBox(result),
        `${capital(IN_WORDS[result])}.`,
        paragraph(
          `${countsInWords(short)}. Environment ${record.environment}, run ${run}, seed ${String(record.seed)}, from ${instant(record.startedAt)} to ${instant(record.endedAt)}.`,
        ),
        paragraph(standInsNote(record)),
      ),
      record.notes.map((note) => box('note', 'About this report', paragraph(note))),
      tableOfContents(2),
      notMet(drills, scenarioPageOf),
      heading(1, 'All drills'),
      paragraph(
        'Recovery time is from the fault’s injection until requests succeeded again and kept succeeding.',
      ),
      table(
        ['Drill', 'Verdict', 'Recovered in', 'Objective', 'Acknowledged writes'],
        drills.map((drill) => summaryRow(drill, scenarioPageOf(drill))),
      ),
      heading(1, 'Each drill'),
      details(drills, byDrill, around, scenarioPageOf),
    ],
  };
}

function details(
  drills: readonly DrillRecord[],
  byDrill: ReadonlyMap<string, DrillEvidence>,
  { pictures, short }: Surroundings,
  scenarioPageOf: (drill: DrillRecord) => string | undefined,
): readonly Part[] {
  if (short) return [paragraph('This Confluence takes no page that is large enough for them.'), WHERE];
  const shown: Part[] = [];
  let size = 0;
  for (const drill of drills) {
    const timeline = `timeline-${drill.drill}.png`;
    const part = drillDetails({
      ...{ drill, evidence: byDrill.get(drill.drill), scenarioPage: scenarioPageOf(drill) },
      timeline: pictures.has(timeline) ? timeline : undefined,
    });
    size += storageFormat(part).length;
    if (size > MOST_DETAILS) break;
    shown.push(part);
  }
  const left = drills.length - shown.length;
  if (left === 0) return shown;
  return [...shown, paragraph(`${String(left)} more would make this page too large.`), WHERE];
}

/** What somebody must look at. */
function notMet(
  drills: readonly DrillRecord[],
  scenarioPageOf: (drill: DrillRecord) => string | undefined,
): readonly Part[] {
  const against = drills.filter(({ result }) => result !== 'met');
  if (against.length === 0) return [];
  return [
    heading(1, 'Not met'),
    table(
      ['Drill', 'Verdict', 'Because'],
      against.map((drill) => [
        named(drill, scenarioPageOf(drill)),
        verdictStatus(drill.result),
        drill.reason,
      ]),
    ),
  ];
}

const named = ({ title }: DrillRecord, scenarioPage: string | undefined): Part =>
  scenarioPage === undefined ? title : pageLink(scenarioPage, title);

const WHERE = paragraph('The run’s HTML report has the details of every drill.');

const rank = ({ result }: DrillRecord): number => ['missed', 'unknown', 'met'].indexOf(result);

const summaryRow = (drill: DrillRecord, scenarioPage: string | undefined): readonly Part[] => [
  named(drill, scenarioPage),
  verdictStatus(drill.result),
  drill.recoveryMs === undefined ? '–' : duration(drill.recoveryMs),
  drill.rtoMs === undefined ? '–' : duration(drill.rtoMs),
  writesInWords(drill),
];

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
