import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapDifferences, mapEntries } from './map-differences';

const jira = 'staging\tJira\timprobe://jira:8080/com.dartware.tcp.http?URL%20Path=%2Fjira%2Fstatus\t3\t2\t2';
const web =
  'staging\tJira log-in\timprobe://web:443/com.dartware.tcp.https?User%20ID=monitor&Password=0123456789\t3\t2\t2';
const declared = mapEntries(['#\tformat=tab\ttable=devices', jira, web].join('\n'));
const differences = (...rows: readonly string[]): readonly string[] =>
  mapDifferences(mapEntries(rows.join('\r\n')), declared);

void test('a map that is as declared has no differences, however its rows are ordered and its parameters encoded', () => {
  assert.deepEqual(
    differences(web, jira.replace('%2Fjira%2Fstatus', '/jira/status').replace('\t3\t', '\t3.0\t')),
    [],
  );
});

void test('another port, path, interval, and a device that is missing or that nobody declared are named', () => {
  assert.deepEqual(
    differences(
      jira
        .replace(':8080', ':8081')
        .replace('status', 'state')
        .replace(/3\t2\t2$/, '30\t2\t2'),
      jira.replace('\tJira\t', '\tJira old\t'),
    ),
    [
      '"Jira" has another address or port, URL Path, pollInterval',
      '"Jira log-in" is missing',
      '"Jira old" on staging is not declared',
    ],
  );
});

void test('a password that the export hides is not compared; one that is missing is told', () => {
  assert.deepEqual(differences(jira, web.replace('0123456789', '*')), []);
  assert.deepEqual(differences(jira, web.replace('&Password=0123456789', '')), [
    '"Jira log-in" has another Password',
  ]);
});

void test('no value is told: a parameter may be a password', () => {
  const [told = ''] = differences(jira, web.replace('0123456789', '9876543210'));
  assert.equal(told, '"Jira log-in" has another Password');
});
