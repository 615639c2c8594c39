import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { learnSecrets } from '../../support/drill/redaction/known-secrets';
import * as macros from './macros';
import { storageFormat, type Part } from './storage-format';
import { vocabularyProblems, wellFormednessProblem } from './storage-problem';

const hostile: Readonly<Record<string, string>> = {
  'the end of a CDATA section': 'a]]>b]]]]>>]]><![CDATA[c',
  'a script': '</p></ac:plain-text-body><script>alert(1)</script><img src=x onerror="alert(1)">',
  'a macro': '<ac:structured-macro ac:name="html"><ac:plain-text-body>x</ac:plain-text-body>',
  entities: '&lt;&amp;&nbsp;&bogus;&#0;& &#xffff;',
  'quotes and a line feed': `"'\n\t' onload="x`,
  'control characters': '\u0000\u0007\u001b[31mred\u001b[0m\u007f\u0085\r\n\r',
  'marks and overrides of direction': 'a\u202egnp.exe\u202c\u2066\u2069\u200f\u200e\u061c',
  'lone surrogates': '\ud800 \udfff \ud83d',
  'what is no character': '\ufffe\uffff',
  'a pair that the cut runs through': `${'x'.repeat(3999)}\u{1f525}`,
};

/** A text at every place where a page may have one. */
const everywhere = (text: string): string =>
  storageFormat([
    macros.heading(1, text),
    macros.paragraph(text, macros.status('Red', text), macros.prose(text)),
    macros.box('warning', text, text),
    macros.panel(text, text),
    macros.expand(text, macros.code(text, 'bash'), macros.picture(text, text, 10)),
    macros.pageLink(text, text),
    macros.list([text]),
    macros.table([text], [[text, macros.status('Green', text)]]),
  ]);

for (const [name, text] of Object.entries(hostile)) {
  void test(`${name} in any place of a page comes out harmless`, () => {
    const storage = everywhere(text);
    assert.equal(wellFormednessProblem(storage), undefined);
    assert.deepEqual(vocabularyProblems(storage), []);
    assert.doesNotMatch(storage, /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u);
  });
}

void test('whatever a text is, the page is well formed and has the elements and macros that it has for an ordinary one', () => {
  const shape = (storage: string): string =>
    storage
      .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
      .replace(/"[^"]*"/g, '')
      .replace(/[^<>]*(?=<)/g, '');
  const expected = new Set(shape(everywhere('x')).match(/<[a-z][a-z:0-9-]*/g));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const storage = everywhere(text.replace(/[`*[]/g, ''));
      assert.equal(wellFormednessProblem(storage), undefined);
      assert.deepEqual(vocabularyProblems(storage), []);
      for (const tag of shape(storage).match(/<[a-z][a-z:0-9-]*/g) ?? []) assert.ok(expected.has(tag), tag);
    }),
    { numRuns: 300 },
  );
});

void test('what a text says arrives as it was written', () => {
  const text = `a < b && c > "d" it's ]]> 100 % $& ü \u{1f525}`;
  const parser = new XMLParser({ cdataPropName: 'cdata', trimValues: false, htmlEntities: true });
  const read = parser.parse(`<r>${storageFormat([macros.paragraph(text), macros.code(text)])}</r>`) as {
    r: { p: string; 'ac:structured-macro': { 'ac:plain-text-body': { cdata: string | string[] } } };
  };
  assert.equal(read.r.p, text);
  assert.equal([read.r['ac:structured-macro']['ac:plain-text-body'].cdata].flat().join(''), text);
});

void test('of a line of a megabyte the beginning is shown, and how much more there is', () => {
  const storage = everywhere('log '.repeat(262_144));
  assert.ok(storage.length < 100_000, String(storage.length));
  assert.match(storage, /log log … \(1,044,576 more characters in the evidence\)/);
});

void test('a secret does not get onto a page, wherever it stands', () => {
  const secret = 'c0nfl&ence<token>with-some-length';
  learnSecrets([{ name: 'staging/x', value: secret }]);
  const storage = everywhere(`before ${secret} after`);
  assert.doesNotMatch(storage, /token/);
  assert.match(storage, /\[redacted: staging\/x\]/);
});

void test('what is no storage format is told from it', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['<p>open', /./],
    ['<p>\u0001</p>', /U\+0001/],
    ['<p>\ud800</p>', /U\+d800/],
    ['<p>]]></p>', /CDATA/],
    ['<p>a & b</p>', /ampersand|'&'/],
  ];
  for (const [storage, problem] of cases)
    assert.match(wellFormednessProblem(storage) ?? '', problem, storage);
  assert.equal(wellFormednessProblem('<p>&nbsp;&#160;<![CDATA[a & b <x]]></p>'), undefined);
});

void test('an element, a macro, a parameter or a body that pages do not have is named', () => {
  const parts = (storage: string) => vocabularyProblems(storage).join('; ');
  assert.match(parts('<div/>'), /element "div"/);
  assert.match(parts('<ac:structured-macro ac:name="html"/>'), /macro "html"/);
  assert.match(
    parts(
      '<ac:structured-macro ac:name="toc"><ac:parameter ac:name="depth">1</ac:parameter></ac:structured-macro>',
    ),
    /no parameter "depth"/,
  );
  assert.match(
    parts('<ac:structured-macro ac:name="code"><ac:rich-text-body/></ac:structured-macro>'),
    /has the body/,
  );
});

void test('prose has its commands as code and no empty texts in their place', () => {
  const parts: readonly Part[] = [macros.paragraph(macros.prose('run `ls` in **this** [place](../x.md#L7)'))];
  assert.equal(storageFormat(parts), '<p>run <code>ls</code> in <strong>this</strong> place</p>');
});
