import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fullName, seedPeople, writtenBy } from '../../../fixtures/content/people';
import { domainOf, webOrigin } from '../../environment/configuration';
import { readEnvironment } from '../../environment/read-environment';
import type { Person } from './known-people';
import { program, scrubberTold, type ScrubProgram } from './programs';

const declared = (name: string) =>
  readEnvironment(join(__dirname, `../../../fixtures/environments/${name}.yaml`));
const [staging, production] = [declared('staging'), declared('production')];
const folder = mkdtempSync(join(tmpdir(), 'scrub-'));
after(() => rmSync(folder, { recursive: true }));
const put = (path: string, text: string): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const run = (
  name: ScrubProgram,
  words: readonly string[],
  input: string,
  path = process.env['PATH'],
): string =>
  execFileSync('bash', ['-c', program(name, ...words)], {
    input,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, PATH: path },
  });

const seeded = seedPeople(12, 1);
const ldif = [
  'dn: dc=firedrill,dc=test\nobjectClass: organization\no: Firedrill',
  'dn: uid=admin,ou=people,dc=firedrill,dc=test\nobjectClass: inetOrgPerson\nuid: admin\ncn: Administrator\nsn: A\nuserPassword: theirs',
  ...seeded.map((person) =>
    [
      `dn: uid=${person.uid},ou=people,dc=firedrill,dc=test`,
      'objectClass: inetOrgPerson',
      `uid: ${person.uid}`,
      ...(['sn', 'givenName'] as const).map(
        (key) => `${key}:: ${Buffer.from(person[key]).toString('base64')}`,
      ),
      `cn:: ${Buffer.from(fullName(person)).toString('base64')}`,
      `mail: ${person.mail}`,
      `telephoneNumber: ${person.telephoneNumber}`,
      'userPassword:: e1NTSEF9c2VjcmV0',
    ].join('\n'),
  ),
  `dn: cn=jira-users,ou=groups,dc=firedrill,dc=test\nobjectClass: groupOfNames\ncn: jira-users\n${['admin', ...seeded.map(({ uid }) => uid)].map((uid) => `member: uid=${uid},ou=people,dc=firedrill,dc=test`).join('\n')}`,
].join('\n\n');
const people = JSON.parse(run('people', ['admin', 'workload'], `${ldif}\n`)) as Person[];
const told = scrubberTold(
  { of: 'production', key: '00'.repeat(32), people },
  ['admin', 'workload', 'System'],
  production,
  staging,
);

/** Rows of one table with one column, as the database gets them. */
function scrubbed(values: readonly string[], treatment: string, more: object = {}): string {
  put('dump/t.txt', values.map((value) => `${value}\n`).join(''));
  const tables = { t: { columns: [['c', treatment, false]], rows: 'all', without: {}, ...more } };
  const expected = join(folder, 'expected');
  const sql = run('rows', [join(folder, 'dump'), expected], JSON.stringify({ ...told, tables }));
  return `${sql.split('INSERT INTO `t` (`c`) VALUES ')[1] ?? ''}${readFileSync(expected, 'utf8')}`;
}

const forbidden = seeded.flatMap((person) => [person.uid, fullName(person), person.mail, person.sn]);

test('whoever is in the directory is told of, with all spellings of a name, and accounts are not', () => {
  assert.equal(people.length, 12);
  const [first] = people;
  assert.deepEqual(first, {
    user: 'ebergmannsdorff',
    names: ['Bergmannsdorff Éloïse', 'Bergmannsdorff, Éloïse', 'Éloïse Bergmannsdorff'],
    parts: ['Bergmannsdorff', 'Éloïse'],
    addresses: ['eloise.bergmannsdorff@works.example'],
    telephones: ['+44 1632 960000'],
  });
});

test('nobody is left in what people write, however they name each other', () => {
  const texts = seeded.flatMap((person, index) =>
    writtenBy(person, seeded[(index + 1) % seeded.length] ?? person, webOrigin(production)).flatMap(
      ({ key, body, attachment }) => [key, body, attachment.name],
    ),
  );
  const left = scrubbed(
    texts.map((text) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\\n')),
    'text',
  ).toLowerCase();
  for (const each of forbidden) assert.ok(!left.includes(each.toLowerCase()), each);
  assert.ok(!left.includes(domainOf(production)));
  assert.match(left, /https:\/\/tools\.staging\.firedrill\.test:10443\/jira\/browse\/fdpeople-1/);
});

test('a name is found in capitals, in a file name, decomposed, in entities of HTML and beside other letters', () => {
  const spellings = [
    'HÅKON MÜLLERSTEIN',
    'CV_Håkon_Müllerstein.pdf',
    'Håkon Müllerstein'.normalize('NFD'),
    'H&aring;kon&nbsp;M&uuml;llerstein',
    'H&#xe5;kon M&#xfc;llerstein',
    'M\\\\u00fcllerstein',
    'Müllerstein, Håkon',
    '(hmullerstein)',
    '[~hmullerstein]',
    'hakon.mullerstein%40works.example',
    '01632/960 001',
    '+441632960001',
    'Håkon+Müllerstein',
  ];
  const text = scrubbed(spellings, 'text');
  assert.doesNotMatch(text, /m.{0,8}llerstein|960.?001/i);
  assert.equal(text.split('\n').at(-2), `t ${String(spellings.length)}`);
});

test('who is not meant stays: a word that a name is a part of, numbers, and what others said', () => {
  const words = ['Müllersteinweg', '2026-11-27 10:00:00', '1234567890123', 'gearbox', 'Prüfstand'];
  for (const word of words) assert.match(scrubbed([word], 'text'), new RegExp(`'${word}'`));
});

test('an address of somebody whom the directory does not know goes, too, and two do not become one', () => {
  const text = scrubbed(['a.customer@elsewhere.example', 'b.customer@elsewhere.example'], 'text');
  const [one, other] = [...text.matchAll(/somebody-[0-9a-f]{8}@staging\.invalid/g)].map(([found]) => found);
  assert.ok(one !== undefined && other !== undefined && one !== other);
  assert.doesNotMatch(text, /elsewhere/);
});

test('a user name becomes the same pseudonym everywhere, also of somebody who has left, and accounts stay', () => {
  const text = scrubbed(['hmullerstein', 'HMullerstein', 'somebody.gone', 'admin', '', '\\N'], 'user');
  const values = [...text.matchAll(/\(('[^']*'|NULL)\)/g)].map(([, value]) => value);
  assert.match(values[0] ?? '', /^'person-[0-9a-f]{8}'$/);
  assert.equal(values[1], values[0]);
  assert.match(values[2] ?? '', /^'person-[0-9a-f]{8}'$/);
  assert.deepEqual(values.slice(3), ["'admin'", "''", 'NULL']);
});

test('values come through as they were, whatever is in them', () => {
  const value = "a\\\tb\\\nc\\\\d'e\\0f";
  assert.match(scrubbed([value], 'keep'), /\('a\tb\\nc\\\\d\\'e\\0f'\)/);
});

test('rows with a value that stays behind are left out, and so are all of a table that stays empty', () => {
  const without = { without: { c: ['secret'] } };
  assert.match(scrubbed(['secret', 'open'], 'keep', without), /^\('open'\);\nt 1\n$/);
  assert.equal(scrubbed(['secret'], 'keep', { rows: 'none' }), 't 0\n');
});

test('the directory gets people under pseudonyms, in their groups, with no password; earlier ones go, own accounts stay', () => {
  const current = put(
    'current.ldif',
    [
      'dn: dc=firedrill,dc=test\nobjectClass: organization\no: Firedrill',
      'dn: uid=admin,ou=people,dc=firedrill,dc=test\nobjectClass: inetOrgPerson\nuid: admin\nuserPassword: ours',
      'dn: uid=person-00000000,ou=people,dc=firedrill,dc=test\nobjectClass: inetOrgPerson\nuid: person-00000000',
      'dn: cn=jira-users,ou=groups,dc=firedrill,dc=test\nobjectClass: groupOfNames\ncn: jira-users\nmember: uid=admin,ou=people,dc=firedrill,dc=test\nmember: uid=person-00000000,ou=people,dc=firedrill,dc=test',
    ].join('\n\n'),
  );
  const merged = run('directory', [current, put('copy.ldif', ldif)], JSON.stringify(told));
  for (const each of forbidden) assert.ok(!merged.toLowerCase().includes(each.toLowerCase()), each);
  assert.doesNotMatch(merged, /person-00000000|theirs|e1NTSEF9/);
  assert.match(merged, /userPassword: ours/);
  assert.equal(merged.match(/^dn: uid=person-[0-9a-f]{8},/gm)?.length, 12);
  assert.equal(merged.match(/^member: /gm)?.length, 13);
  const user = /'(person-[0-9a-f]{8})'/.exec(scrubbed(['hmullerstein'], 'user'))?.[1] ?? '?';
  assert.ok(merged.includes(`dn: uid=${user},`), 'the same pseudonym in rows and directory');
});

test('a directory that cannot be read, or is another one, is no directory without people', () => {
  const current = put('current.ldif', 'dn: dc=firedrill,dc=test\nobjectClass: organization\no: Firedrill\n');
  assert.throws(
    () => run('directory', [current, put('empty.ldif', '')], JSON.stringify(told)),
    /does not know the people/,
  );
});

test('a file becomes one of the same path and size, with nothing of what was in it', () => {
  const bytes = 'Håkon Müllerstein '.repeat(9000);
  put('files/a/b.txt', bytes);
  put('files/empty', '');
  const target = join(folder, 'replaced');
  assert.equal(
    run('files', [join(folder, 'files'), target, 'Nothing.\n'], ''),
    `2 files, ${String(Buffer.byteLength(bytes))} bytes\n`,
  );
  const replaced = readFileSync(join(target, 'a/b.txt'));
  assert.ok(replaced.equals(Buffer.alloc(Buffer.byteLength(bytes), 'Nothing.\n')));
  assert.equal(statSync(join(target, 'empty')).size, 0);
});

test('what is left is found, in files of any kind and in what a command prints, and told by place and kind only', () => {
  const looked = {
    'a user name': ['hmullerstein'],
    'a name': ['Håkon Müllerstein'],
    'a host name': ['production.test'],
  };
  const find = (...commands: string[]) =>
    JSON.parse(run('find', [join(folder, 'look'), ...commands], JSON.stringify(looked))) as unknown[];
  put('look/clean', 'hmullersteins, Håkon and others');
  assert.deepEqual(find(`echo nothing`), []);
  put('look/page.ibd', '\0\u0001HMULLERSTEIN\0');
  put('look/names', 'x\nHåkon Müllerstein\nh&#229;kon m&#252;llerstein\n');
  assert.deepEqual(find('echo tools.production.test'), [
    { kind: 'a user name', place: join(folder, 'look/page.ibd'), lines: 1 },
    { kind: 'a name', place: join(folder, 'look/names'), lines: 2 },
    { kind: 'a host name', place: 'echo tools.production.test', lines: 1 },
  ]);
  assert.throws(() => find('false'), /false ended with 1/);
});

test('a file that is given another name while it is looked for is found under that, and one that cannot be read is said', () => {
  const tools = join(folder, 'tools');
  const [incoming, kept] = [join(folder, 'moved/a.tmp'), join(folder, 'moved/a')];
  put('moved/a.tmp', 'hmullerstein');
  put('moved/other', 'nobody');
  put('tools/grep', `#!/bin/sh\nmv -n ${incoming} ${kept} 2>/dev/null\nexec /usr/bin/grep "$@"\n`);
  chmodSync(join(tools, 'grep'), 0o755);
  const told = JSON.stringify({ 'a user name': ['hmullerstein'] });
  const path = `${tools}:${process.env['PATH'] ?? ''}`;
  const find = (): unknown => JSON.parse(run('find', [join(folder, 'moved')], told, path));
  assert.deepEqual(find(), [{ kind: 'a user name', place: kept, lines: 1 }]);
  put('tools/grep', '#!/bin/sh\necho "grep: $9: Input/output error" >&2\nexit 2\n');
  assert.throws(find, /Input\/output error/);
});
