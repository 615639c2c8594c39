import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import type { RunRecord } from '../run-record';
import { sampleDrills, sampleFacts, writeSampleRun } from '../sample/sample-acceptance';
import { acceptancePage } from './acceptance-page';
import { acceptancePdf } from './acceptance-pdf';
import { decide } from './decide';

/** A PDF's text, page by page, as another program reads it: pdf.js. */
async function pagesOf(pdf: Buffer): Promise<readonly string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
}

/** What nobody sees, and what may turn the rest around: NUL, escape, right-to-left override. */
const UNSEEN = ['\u0000', '\u001b', '\u202e'];

describe('the page and the PDF of a decision', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acceptance-pdf-'));
  let run: RunRecord;
  before(async () => {
    run = await writeSampleRun(join(folder, 'run'), [
      { ...sampleDrills[0], result: 'missed', reason: '3 acknowledged writes were lost' },
      ...sampleDrills.slice(1),
    ]);
  });
  after(() => rmSync(folder, { recursive: true }));

  const page = (facts = sampleFacts(run)): string =>
    acceptancePage(decide(facts), { chain: 'c0ffee', reported: true, withEvidence: new Set() });

  it('say the decision first, then why, and then what each drill came to', async () => {
    const [first = ''] = await pagesOf(await acceptancePdf(decide(sampleFacts(run)), 'c0ffee'));
    const text = first.replace(/\s+/g, ' ');
    assert.match(
      text,
      /^Acceptance of the migration to production Not accepted: the migration to production must not begin 1 of 11 conditions does not hold: “Every objective was met”\. 2 of 3 drills on staging met every objective\./,
    );
    for (const what of [
      'Every objective was met does not hold 1 drill missed an objective.',
      'confluence-is-killed: 3 acknowledged writes were lost',
      'To be signed by operations, service-owner',
      'Chain of the evidence c0ffee',
    ])
      assert.ok(text.includes(what), `${what}\n${text}`);
    const shown = page();
    assert.ok(shown.indexOf('Not accepted: the migration') < shown.indexOf('Conditions'));
    assert.match(shown, /confluence-is-killed: 3 acknowledged writes were lost/);
  });

  it('go over as many pages as there are drills for, each with its number and the head of the table', async () => {
    const drills = Array.from({ length: 120 }, (_, index) =>
      run.drills.slice(0, 1).map((drill) => ({ ...drill, drill: `drill-${String(index)}` })),
    ).flat();
    const pages = await pagesOf(
      await acceptancePdf(decide(sampleFacts(run, { run: { ...run, drills } })), 'c0ffee'),
    );
    assert.ok(pages.length > 5, String(pages.length));
    for (const [index, text] of pages.entries())
      assert.match(text, new RegExp(`Page ${String(index + 1)} of ${String(pages.length)}\\b`));
    const text = pages.join('\n');
    for (const { drill } of drills) assert.ok(text.includes(drill), drill);
    const withDrills = pages.filter((each) => /Confluence is killed/.test(each));
    assert.ok(withDrills.length > 2 && withDrills.every((each) => /Recovered\s+in\s+Objective/.test(each)));
  });

  it('are harmless and legible with names of any script, markup, control characters and endless lines', async () => {
    const hostile = `<script>alert(1)</script> ]]> Łukasz Ωμέγα Жук \u202egnp.exe\u0000\u001b[31m ${'x'.repeat(200_000)}`;
    const drills = run.drills.map((drill) => ({ ...drill, title: hostile, reason: hostile }));
    const facts = sampleFacts(run, { run: { ...run, drills } });
    const pdf = await acceptancePdf(decide(facts), 'c0ffee');
    const text = (await pagesOf(pdf)).join('\n');
    assert.match(text, /Łukasz\s+Ωμέγα\s+Жук/);
    for (const character of UNSEEN) assert.ok(!text.includes(character), JSON.stringify(character));
    assert.ok(pdf.length < 300_000, String(pdf.length));
    const shown = page(facts);
    assert.doesNotMatch(shown, /<script/);
    for (const character of UNSEEN) assert.ok(!shown.includes(character), JSON.stringify(character));
  });

  it('are the same for the same decision, byte by byte', async () => {
    const pdf = (): Promise<Buffer> => acceptancePdf(decide(sampleFacts(run)), 'c0ffee');
    assert.deepEqual(await pdf(), await pdf());
    assert.equal(page(), page());
  });

  it('is a tagged PDF with its language and title, for screen readers', async () => {
    const document = await getDocumentProxy(
      new Uint8Array(await acceptancePdf(decide(sampleFacts(run)), 'c0ffee')),
    );
    const first = await document.getPage(1);
    const tags = JSON.stringify(await first.getStructTree());
    for (const tag of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD'])
      assert.ok(tags.includes(`"role":"${tag}"`), tag);
    const { info } = await document.getMetadata();
    assert.equal((info as { Title?: string }).Title, 'Acceptance of the migration to production');
  });
});
