import type { Environment } from '../../../environment/environment';
import { sqlCommand } from '../../../faults/databases/sql-command';
import { oldHost, products, type Product } from './old-host';

/** What old data are looked at for, by the name that a refusal begins with. */
export const oldDataChecksByName = [
  'max_allowed_packet',
  'collation',
  'lower_case_table_names',
  'sql_mode',
  'time-zone',
  'base-url',
  'attachments',
] as const;
export type CheckName = (typeof oldDataChecksByName)[number];

/** One thing to look at before a migration. */
export interface OldDataCheck {
  readonly name: CheckName;
  /** What is asked, for a person. */
  readonly asks: string;
  /** A command on the old host, as root. */
  readonly ofOld: string;
  /** A query to the new database. */
  readonly ofNew?: string;
  /** A sentence when it stands in the way: what was found and what to do. */
  readonly judge: (old: string, takes: string) => string | undefined;
}

const inProducts = `table_schema IN (${products.map((name) => `'${name}'`).join(', ')})`;

/** A query whose rows are queries, each of which is then asked: what depends on which columns there are. */
const askedOfEach = (query: string): string => `${sqlCommand(query)} | mariadb --batch --skip-column-names`;

/** Tables by the names that the applications write; a server that folds them to lower case has others. */
const tableNames: Readonly<Record<(typeof products)[number], readonly string[]>> = {
  confluence: ['SPACES', 'CONTENT', 'BODYCONTENT', 'ATTACHMENTS'],
  jira: ['project', 'jiraissue', 'fileattachment', 'label'],
  alfresco: ['alf_store', 'alf_qname', 'alf_transaction', 'alf_node', 'alf_child_assoc', 'alf_content_url'],
};

/** A link to one of the applications, up to its path, in MariaDB's PCRE. */
const linkToTools = `'https?://[^/"<> ]+(?=/(?:confluence|jira|alfresco|share)\\\\b)'`;

export function oldDataChecks({
  origin,
  target,
  environment,
}: {
  /** People's address of the new environment, without the path. */
  readonly origin: string;
  /** The old host. */
  readonly target: string;
  readonly environment: Environment;
}): readonly OldDataCheck[] {
  const old = oldHost(environment, target);
  return [
    {
      name: 'max_allowed_packet',
      asks: 'the longest value of each text column, against max_allowed_packet of the new server',
      ofOld: askedOfEach(
        `SELECT CONCAT('SELECT COALESCE(MAX(LENGTH(', column_name, ')), 0), "', table_schema, '.', table_name, '.', column_name, '" FROM ', table_schema, '.', table_name, ';') FROM information_schema.columns WHERE ${inProducts} AND data_type IN ('longtext', 'longblob', 'mediumtext', 'mediumblob', 'text', 'blob')`,
      ),
      ofNew: 'SELECT @@GLOBAL.max_allowed_packet',
      judge: tooLongForPacket,
    },
    {
      name: 'collation',
      asks: 'tables whose letters are compared otherwise than by utf8mb4_bin',
      ofOld: sqlCommand(
        `SELECT CONCAT(table_schema, '.', table_name, ' (', table_collation, ')') FROM information_schema.tables WHERE ${inProducts} AND table_collation <> 'utf8mb4_bin'`,
      ),
      judge: (old) =>
        list(
          old,
          (found) =>
            `${found}; convert them on a copy of the old data: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
        ),
    },
    {
      name: 'lower_case_table_names',
      asks: 'tables whose names are not written as the applications write them',
      ofOld: sqlCommand(
        `SELECT CONCAT(table_schema, '.', table_name) FROM information_schema.tables WHERE ${inProducts}`,
      ),
      judge: (old) => {
        const there = old.split('\n');
        const wanted = products.flatMap((product) => tableNames[product].map((name) => `${product}.${name}`));
        const folded = wanted.filter(
          (name) => !there.includes(name) && there.some((each) => each.toLowerCase() === name.toLowerCase()),
        );
        if (folded.length === 0) return undefined;
        return `${folded.join(', ')} has another case on the old server; rename it there (RENAME TABLE) before the dump`;
      },
    },
    {
      name: 'sql_mode',
      asks: 'dates that only a server with a lax sql_mode takes',
      ofOld: askedOfEach(
        `SELECT CONCAT('SELECT COUNT(*), "', table_schema, '.', table_name, '.', column_name, '" FROM ', table_schema, '.', table_name, ' WHERE ', column_name, ' < "1000-01-01";') FROM information_schema.columns WHERE ${inProducts} AND data_type IN ('datetime', 'timestamp', 'date')`,
      ),
      judge: (old) =>
        list(
          old
            .split('\n')
            .filter((line) => !line.startsWith('0\t'))
            .join('\n'),
          (found) => `no dates (rows and column): ${found.replaceAll('\t', ' of ')}; give them one`,
        ),
    },
    {
      name: 'time-zone',
      asks: 'how far the old server is from UTC: its columns of date and time have no zone',
      ofOld: sqlCommand('SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW())'),
      judge: (old) =>
        old === '0'
          ? undefined
          : `the old server is ${old} minutes from UTC, and its dates were written so; convert them (CONVERT_TZ) or they shift`,
    },
    {
      name: 'base-url',
      asks: 'pages and issues with links to the applications by another base URL than people will use',
      ofOld: sqlCommand(
        `SELECT CONCAT(COUNT(*), ' ', COALESCE(MIN(REGEXP_SUBSTR(text, ${linkToTools})), '')) FROM (SELECT REPLACE(BODY, '${origin}/', '') AS text FROM confluence.BODYCONTENT UNION ALL SELECT REPLACE(DESCRIPTION, '${origin}/', '') FROM jira.jiraissue) AS texts WHERE text REGEXP ${linkToTools}`,
      ),
      judge: (old) =>
        old.startsWith('0')
          ? undefined
          : `${old.split(' ')[0] ?? ''} page(s) and issue(s) link to ${old.split(' ')[1] ?? 'another host'}, but people will use ${origin}; have that name lead here, or replace it in them`,
    },
    {
      name: 'attachments',
      asks: 'attachments and documents without a row, and rows without a file',
      ofOld: [
        `cd ${old.home('confluence')}/attachments/ver003 && find . -type f | sed 's|/[0-9]*$||; s|.*/||' | sort -u > /run/firedrill-files`,
        `${sqlCommand('SELECT ATTACHMENTID FROM confluence.ATTACHMENTS')} | sort -u > /run/firedrill-rows`,
        told('confluence', 'both ways'),
        `cd ${old.home('jira')}/data/attachments && find . -type f -name '[0-9]*' | sed 's|.*/||' | sort -u > /run/firedrill-files`,
        `${sqlCommand('SELECT ID FROM jira.fileattachment')} | sort -u > /run/firedrill-rows`,
        told('jira', 'both ways'),
        `cd ${old.home('alfresco')}/contentstore && find . -type f | sed 's|^[.]/||' | sort -u > /run/firedrill-files`,
        `${sqlCommand("SELECT SUBSTRING(content_url, LENGTH('store://') + 1) FROM alfresco.alf_content_url WHERE orphan_time IS NULL")} | sort -u > /run/firedrill-rows`,
        told('alfresco', 'rows only'),
        'rm -f /run/firedrill-files /run/firedrill-rows',
      ].join('\n'),
      judge: (found) => {
        const wrong = found
          .split('\n')
          .map((line) => line.split(' '))
          .filter(([, files, rows]) => files !== '0' || rows !== '0')
          .map(
            ([product = '', files = '?', rows = '?']) =>
              `${product} has ${files} file(s) without a row and ${rows} row(s) without a file`,
          );
        if (wrong.length === 0) return undefined;
        return `${wrong.join(', ')}; bring them back from a backup of the old host, or leave them out on purpose`;
      },
    },
  ];
}

/** Prints a product, how many of its files have no row, and how many of its rows no file: of two sorted lists. */
const told = (product: Product, of: 'both ways' | 'rows only'): string =>
  `echo "${product} ${of === 'both ways' ? '$(comm -23 /run/firedrill-files /run/firedrill-rows | wc -l)' : '0'} $(comm -13 /run/firedrill-files /run/firedrill-rows | wc -l)"`;

/** Of rows `length column`: what is longer than a packet of the new server, which also holds the statement around it. */
function tooLongForPacket(old: string, takes: string): string | undefined {
  const limit = Number(takes);
  const longest = old
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([length = '0', column = '']) => ({ length: Number(length), column }))
    // The dump writes bytes in hex where it must: two letters for each.
    .filter(({ length }) => length * 2 + 1024 * 1024 > limit);
  if (longest.length === 0) return undefined;
  const found = longest
    .map(({ length, column }) => `${column} has a value of ${String(length)} bytes`)
    .join(', ');
  return `${found}, and the new server takes packets of ${String(limit)}; raise it there first`;
}

const list = (old: string, say: (found: string) => string): string | undefined =>
  old.trim() === '' ? undefined : say(old.trim().split('\n').join(', '));
