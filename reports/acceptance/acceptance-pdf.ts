import PDFDocument from 'pdfkit';
import { duration } from '../html/units';
import type { Decision } from './decision';
import { checkInWords, decisionWords, exceptionInWords } from './decision-words';
import { momentText } from './moment-text';
import { COLOURS, FAINT, PAGES, PdfPages } from './pdf-pages';

/**
 * The decision for print: its text is text, its fonts are embedded, it is tagged for screen readers, and each page has its number.
 * The same decision gives the same bytes.
 */
export function acceptancePdf(decision: Decision, chain: string): Promise<Buffer> {
  const words = decisionWords(decision, chain);
  const document = new PDFDocument({
    ...PAGES,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: words.title,
      Subject: words.verdict,
      Creator: 'Firedrill',
      CreationDate: new Date(decision.decidedAt),
    },
  });
  const done = collected(document);
  const page = new PdfPages(document);

  page.text(words.title, { size: 11, colour: FAINT });
  page.text(words.verdict, {
    size: 19,
    bold: true,
    colour: COLOURS[decision.accepted ? 'met' : 'missed'],
    tag: 'H1',
  });
  for (const sentence of words.summary) page.text(sentence, { size: 10 });
  page.table(
    [
      { title: 'Of this decision', width: 0.24 },
      { title: '', width: 0.76 },
    ],
    words.facts.map(([name, value]) => [{ text: name }, { text: value }]),
  );
  page.heading('Conditions');
  page.table(
    [
      { title: 'Condition', width: 0.3 },
      { title: 'It', width: 0.16 },
      { title: 'What was found', width: 0.54 },
    ],
    decision.checks.flatMap(({ title, result, reason, details }) => [
      [
        { text: title },
        { text: checkInWords(result), colour: COLOURS[result], bold: true },
        { text: reason },
      ],
      ...details.map((line) => [{ text: '' }, { text: '' }, { text: `• ${line}` }]),
    ]),
  );
  page.heading('Exceptions');
  if (decision.exceptions.length === 0) page.text('None.', { size: 9 });
  else
    page.table(
      [
        { title: 'Scenario', width: 0.24 },
        { title: 'Owner', width: 0.16 },
        { title: 'Reason', width: 0.3 },
        { title: 'Until', width: 0.12 },
        { title: 'State', width: 0.18 },
      ],
      decision.exceptions.map(({ scenario, owner, reason, until, state }) => [
        { text: scenario },
        { text: owner },
        { text: reason },
        { text: until },
        { text: exceptionInWords(state) },
      ]),
    );
  page.heading('Drills');
  page.table(
    [
      { title: 'Drill', width: 0.36 },
      { title: 'System', width: 0.16 },
      { title: 'Verdict', width: 0.22 },
      { title: 'Recovered in', width: 0.14, figures: true },
      { title: 'Objective', width: 0.12, figures: true },
    ],
    decision.drills.map((drill) => [
      { text: `${drill.title}\n${drill.drill}` },
      { text: [drill.component ?? '–', drill.class ?? ''].join('\n') },
      {
        text: drill.reason === '' ? drill.result : `${drill.result}: ${drill.reason}`,
        colour: COLOURS[drill.result],
        bold: drill.reason === '',
      },
      { text: drill.recoveryMs === undefined ? '–' : duration(drill.recoveryMs) },
      { text: drill.rtoMs === undefined ? '–' : duration(drill.rtoMs) },
    ]),
  );
  page.heading('What this does not show');
  for (const sentence of words.limits) page.text(sentence, { size: 9 });
  page.heading('Versions');
  page.table(
    [
      { title: 'What', width: 0.5 },
      { title: 'Version', width: 0.5 },
    ],
    Object.entries(decision.versions).map(([name, version]) => [{ text: name }, { text: version }]),
  );
  page.number(`${words.verdict} · ${momentText(decision.decidedAt)}`);
  document.end();
  return done;
}

async function collected(document: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk);
  return Buffer.concat(chunks);
}
