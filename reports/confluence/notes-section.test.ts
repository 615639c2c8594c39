import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTES_TITLE, notesIn, notesSection, visibleWithoutNotes, withoutNotes } from './notes-section';
import { wellFormednessProblem } from './storage-problem';

const notes =
  '<p>&nbsp;Ask <strong>Ü&eacute;</strong> $& &amp; co<br/>\n</p><ac:structured-macro ac:name="panel" ac:schema-version="1"><ac:parameter ac:name="title">Another</ac:parameter><ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro><ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[</ac:rich-text-body> ]]]]><![CDATA[>]]></ac:plain-text-body></ac:structured-macro><!-- a -- b -->';

/** As Confluence stores a macro: with an id and a version of its own. */
const stored = (inner: string, title = NOTES_TITLE) =>
  `<ac:structured-macro ac:name="panel" ac:schema-version="1" ac:macro-id="1b-2c"><ac:parameter ac:name="borderColor">red</ac:parameter><ac:parameter ac:name="title">${title}</ac:parameter><ac:rich-text-body>${inner}</ac:rich-text-body></ac:structured-macro>`;

void test('notes come back as they were written, to the byte', () => {
  assert.equal(notesIn(`<p>a&nbsp;</p>${stored(notes)}<p/>`), notes);
  assert.equal(notesIn(`<p>a</p>${notesSection(notes)}`), notes);
});

void test('a page that nobody has written on has a place for notes', () => {
  assert.equal(wellFormednessProblem(notesSection(undefined)), undefined);
  assert.equal(notesIn(notesSection(undefined)), '<p>Nothing yet.</p>');
});

void test('notes are found in a column of the page and in another macro', () => {
  const column = `<ac:layout><ac:layout-section ac:type="single"><ac:layout-cell>${stored(notes)}</ac:layout-cell></ac:layout-section></ac:layout>`;
  const hidden = `<ac:structured-macro ac:name="expand"><ac:rich-text-body><p>b</p>${stored(notes)}</ac:rich-text-body></ac:structured-macro>`;
  assert.equal(notesIn(column), notes);
  assert.equal(notesIn(hidden), notes);
});

void test('of a panel that was copied, both are kept', () => {
  assert.equal(notesIn(`${stored('<p>1</p>')}<p>x</p>${stored('<p>2</p>')}`), '<p>1</p><p>2</p>');
});

void test('no other panel, and no text that looks like one, is taken for it', () => {
  assert.equal(notesIn(stored(notes, 'Something else')), undefined);
  assert.equal(notesIn('<p>a</p>'), undefined);
  const shown = `<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[${stored('<p>x</p>')}]]></ac:plain-text-body></ac:structured-macro>`;
  assert.equal(notesIn(shown), undefined);
});

void test('an emptied panel has empty notes', () => {
  assert.equal(notesIn(stored('')), '');
});

void test('what changes in the notes does not change the rest, what changes elsewhere does', () => {
  const page = (inner: string, rest = '<p>r</p>') => withoutNotes(`${rest}${stored(inner)}`);
  assert.equal(page(notes), page('<p>other</p>'));
  assert.equal(page(notes), page(''));
  assert.notEqual(page(notes), page(notes, '<p>R</p>'));
});

void test('what Confluence and its editor make of a page reads the same, another text does not', () => {
  const ours = `<p>it&apos;s a &lt;b&gt;\n line <ac:link><ri:page ri:content-title="A &amp; B"/></ac:link></p><table><tbody><tr><td>x</td></tr></tbody></table>`;
  const theirs = `<p class="auto">it&rsquo;s</p>`;
  const edited = `<p>it's&nbsp;a &lt;b&gt; line <ac:link ac:anchor="x"><ri:page ri:content-title="A &amp; B" /></ac:link></p><table class="wrapped"><colgroup><col /></colgroup><tbody><tr><td>x</td></tr></tbody></table>`;
  const seen = (storage: string) => visibleWithoutNotes(`${storage}${stored('<p>n</p>')}`);
  assert.equal(seen(ours), seen(edited));
  assert.notEqual(seen(ours), seen(ours.replace('line', 'lime')));
  assert.notEqual(seen(ours), seen(ours.replace('A &amp; B', 'C')));
  assert.notEqual(seen(theirs), seen(ours));
});
