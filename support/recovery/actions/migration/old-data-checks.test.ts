import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from '../../../environment/read-environment';
import { oldDataChecks } from './old-data-checks';

const environment = readEnvironment(
  join(__dirname, '..', '..', '..', '..', 'fixtures', 'environments', 'staging.yaml'),
);
const checks = oldDataChecks({ origin: 'https://tools.test', target: 'legacy', environment });
const judged = (name: string, old: string, takes = ''): string | undefined => {
  const check = checks.find((each) => each.name === name);
  assert.ok(check !== undefined, `there is a check of ${name}`);
  return check.judge(old, takes);
};
const packet = String(64 * 1024 * 1024);

test('a value that does not fit into a packet of the new server stands in the way, as hex or as it is', () => {
  assert.equal(judged('max_allowed_packet', '1048576\tconfluence.BODYCONTENT.BODY', packet), undefined);
  const found = judged(
    'max_allowed_packet',
    '12\tjira.project.DESCRIPTION\n83886080\tconfluence.BODYCONTENT.BODY',
    packet,
  );
  assert.match(found ?? '', /confluence\.BODYCONTENT\.BODY has a value of 83886080 bytes/);
  assert.doesNotMatch(found ?? '', /DESCRIPTION/);
  assert.match(judged('max_allowed_packet', '34000000\tx.y.z', packet) ?? '', /34000000/);
});

test('tables of another collation are named with it', () => {
  assert.equal(judged('collation', ''), undefined);
  assert.match(
    judged('collation', 'jira.label (utf8mb4_general_ci)') ?? '',
    /jira\.label \(utf8mb4_general_ci\)/,
  );
});

test('a table that is there in another case stands in the way, and one that is nowhere does not', () => {
  const all = 'confluence.SPACES\nconfluence.content\njira.project';
  const found = judged('lower_case_table_names', all) ?? '';
  assert.match(found, /^confluence\.CONTENT has another case/);
  assert.doesNotMatch(found, /BODYCONTENT/);
  assert.equal(judged('lower_case_table_names', all.replace('content', 'CONTENT')), undefined);
});

test('dates that are none are counted by column', () => {
  assert.equal(judged('sql_mode', '0\tjira.jiraissue.CREATED\n0\tjira.jiraissue.UPDATED'), undefined);
  assert.match(
    judged('sql_mode', '0\tjira.jiraissue.CREATED\n1\tjira.jiraissue.UPDATED') ?? '',
    /1 of jira\.jiraissue\.UPDATED/,
  );
});

test('a server that is not at UTC, links to another host, and attachments that do not fit stand in the way', () => {
  assert.equal(judged('time-zone', '0'), undefined);
  assert.match(judged('time-zone', '120') ?? '', /120 minutes from UTC/);
  assert.equal(judged('base-url', '0 '), undefined);
  assert.match(
    judged('base-url', '3 http://wiki.old.test:8090') ?? '',
    /3 page\(s\) and issue\(s\) link to http:\/\/wiki\.old\.test:8090/,
  );
  assert.equal(judged('attachments', 'confluence 0 0\njira 0 0\nalfresco 0 0'), undefined);
  assert.match(
    judged('attachments', 'confluence 2 0\njira 0 0\nalfresco 0 1') ?? '',
    /^confluence has 2 file\(s\) without a row and 0 row\(s\) without a file, alfresco has 0 .* and 1 row/,
  );
  assert.match(judged('attachments', '') ?? '', /\?/, 'no answer is not a good one');
});
