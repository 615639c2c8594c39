import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { sqlCommand } from '../../../faults/databases/sql-command';
import { action } from '../action';
import { onInstance } from '../commands';
import { fromOldHost } from './old-host';

/** The same things in the older and in the latest schema, a query each where they differ: an id, and what must be the same. */
const queries: readonly { readonly name: string; readonly old: string; readonly now?: string }[] = [
  {
    name: 'pages',
    old: "SELECT c.CONTENTID AS id, CONCAT_WS('|', c.TITLE, c.VERSION, c.CREATIONDATE + INTERVAL 0 MICROSECOND, b.BODY) AS text FROM confluence.CONTENT c JOIN confluence.BODYCONTENT b ON b.CONTENTID = c.CONTENTID WHERE c.CONTENTTYPE = 'PAGE'",
  },
  {
    name: 'attachments of pages',
    old: "SELECT ATTACHMENTID AS id, CONCAT_WS('|', TITLE, PAGEID, CONTENTTYPE, FILESIZE) AS text FROM confluence.ATTACHMENTS",
    now: "SELECT c.CONTENTID AS id, CONCAT_WS('|', c.TITLE, c.PAGEID, m.STRINGVAL, f.LONGVAL) AS text FROM confluence.CONTENT c JOIN confluence.CONTENTPROPERTIES m ON m.CONTENTID = c.CONTENTID AND m.PROPERTYNAME = 'MEDIA_TYPE' JOIN confluence.CONTENTPROPERTIES f ON f.CONTENTID = c.CONTENTID AND f.PROPERTYNAME = 'FILESIZE' WHERE c.CONTENTTYPE = 'ATTACHMENT'",
  },
  {
    name: 'issues',
    old: "SELECT ID AS id, CONCAT_WS('|', pkey, SUMMARY, issuestatus, DESCRIPTION) AS text FROM jira.jiraissue",
    now: "SELECT i.ID AS id, CONCAT_WS('|', CONCAT(p.pkey, '-', i.issuenum), i.SUMMARY, i.issuestatus, i.DESCRIPTION) AS text FROM jira.jiraissue i JOIN jira.project p ON p.ID = i.PROJECT",
  },
  {
    name: 'attachments of issues',
    old: "SELECT ID AS id, CONCAT_WS('|', issueid, FILENAME, MIMETYPE, FILESIZE) AS text FROM jira.fileattachment",
  },
  {
    name: 'documents',
    old: "SELECT n.id AS id, CONCAT_WS('|', n.uuid, a.child_node_name, u.content_url, u.content_size) AS text FROM alfresco.alf_node n JOIN alfresco.alf_child_assoc a ON a.child_node_id = n.id JOIN alfresco.alf_node_properties v ON v.node_id = n.id AND v.long_value IS NOT NULL JOIN alfresco.alf_content_data c ON c.id = v.long_value JOIN alfresco.alf_content_url u ON u.id = c.content_url_id",
  },
];
const things = queries.map(({ name, old, now = old }) => ({ name, old, now }));

/** How many there are, and one number of all of them that changes with any id and any text. */
const summary = (query: string): string =>
  sqlCommand(
    `SET NAMES utf8mb4; SELECT COUNT(*), HEX(BIT_XOR(CONV(LEFT(SHA2(CONCAT(id, '|', text), 256), 16), 16, 10))) FROM (${query}) AS things`,
  );

/** Compares the rows of the old host with those of the new one after the upgrade of the schemas, by id and content. */
export const checkMigratedRows = action({
  name: 'check-migrated-rows',
  parameters: fromOldHost,
  commands: ({ from }, { target }) =>
    things.flatMap(({ name, old, now }) => [
      `# ${name}: both print the same`,
      onInstance(from, summary(old)),
      onInstance(target, summary(now)),
    ]),
  async run({ from }, { target, host }, signal) {
    const options = { signal, timeout: seconds(60) };
    const compared = await Promise.all(
      things.map(async ({ name, old, now }) => {
        const [there, here] = await Promise.all([
          asRoot(host(from), summary(old), options),
          asRoot(host(target), summary(now), options),
        ]);
        const [count = '?'] = there.trim().split('\t');
        const [counted = '?'] = here.trim().split('\t');
        return { name, count, counted, same: there.trim() === here.trim() && Number(count) > 0 };
      }),
    );
    const wrong = compared.filter(({ same }) => !same);
    if (wrong.length > 0) {
      const told = wrong.map(
        ({ name, count, counted }) => `${name}: ${count} on the old host, ${counted} here`,
      );
      throw new Error(`not what the old host has: ${told.join('; ')}`);
    }
    return `as on the old host, by id and content: ${compared.map(({ name, count }) => `${count} ${name}`).join(', ')}`;
  },
});
