import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { sqlCommand } from './sql-command';

/** What old data may have that keeps it from being migrated as it is. */
export const spoilings = [
  'a-row-of-80-mib',
  'another-collation',
  'lower-case-table-names',
  'a-zero-date',
  'another-time-zone',
  'another-base-url',
  'attachments-without-rows',
] as const;
export type Spoiling = (typeof spoilings)[number];

interface Statements {
  readonly change: string;
  readonly sql: string;
  /** A query that gives 1 where the change is to be seen, and 0 where it is not. */
  readonly seen: string;
}

const firstPages = (count: number): string =>
  `SELECT CONTENTID FROM (SELECT CONTENTID FROM confluence.BODYCONTENT WHERE BODY <> '' ORDER BY CONTENTID LIMIT ${String(count)}) AS some`;

const statements: Readonly<Record<Spoiling, Statements>> = {
  'a-row-of-80-mib': {
    change: 'one page gets a text of 80 MiB',
    sql: `UPDATE confluence.BODYCONTENT SET BODY = REPEAT('long text ', 8 * 1024 * 1024) WHERE CONTENTID IN (${firstPages(1)})`,
    seen: 'SELECT MAX(LENGTH(BODY)) >= 80 * 1024 * 1024 FROM confluence.BODYCONTENT',
  },
  'another-collation': {
    change: 'the labels of issues are compared without case, as servers do by default',
    sql: 'ALTER TABLE jira.label CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    seen: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'jira' AND table_collation = 'utf8mb4_general_ci'",
  },
  'lower-case-table-names': {
    change: 'a table has its name in lower case, as a server with lower_case_table_names=1 writes it',
    sql: 'RENAME TABLE confluence.CONTENT TO confluence.content',
    seen: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'confluence' AND BINARY table_name = 'content'",
  },
  'a-zero-date': {
    change: 'an issue has no date of change, as a lax sql_mode let it be',
    sql: "UPDATE jira.jiraissue SET UPDATED = '0000-00-00 00:00:00' ORDER BY ID LIMIT 1",
    seen: "SELECT COUNT(*) FROM jira.jiraissue WHERE UPDATED < '1000-01-01'",
  },
  'another-time-zone': {
    change: 'the server keeps the time of another zone',
    sql: "SET GLOBAL time_zone = '+02:00'",
    seen: 'SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) = 120',
  },
  'another-base-url': {
    change: 'pages link to each other by the name that the old host had before',
    sql: `UPDATE confluence.BODYCONTENT SET BODY = CONCAT(BODY, '<p><a href="http://wiki.old.test:8090/confluence/display/FDSEED">see there</a></p>') WHERE CONTENTID IN (${firstPages(3)})`,
    seen: "SELECT COUNT(*) = 3 FROM confluence.BODYCONTENT WHERE BODY LIKE '%//wiki.old.test:8090/confluence/%'",
  },
  'attachments-without-rows': {
    change: 'the rows of two attachments are gone, their files are not',
    sql: 'DELETE FROM confluence.ATTACHMENTS ORDER BY ATTACHMENTID LIMIT 2',
    seen: 'SELECT (SELECT COUNT(*) FROM confluence.CONTENT WHERE CONTENTID NOT IN (SELECT PAGEID FROM confluence.ATTACHMENTS) AND CONTENTID NOT IN (SELECT HOMEPAGE FROM confluence.SPACES)) = 2',
  },
};

export interface SpoilOldDataTarget {
  readonly instance: string;
  readonly what: Spoiling;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `legacy (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Gives the old host's data something that keeps them from being migrated as they are; the golden snapshot takes it away. */
export function spoilOldData(target: SpoilOldDataTarget): Fault {
  const { instance, what, host, environmentLease, named } = target;
  const { change, sql, seen } = statements[what];
  const asked = (query: string, signal: AbortSignal): Promise<string> =>
    asRoot(host, sqlCommand(query), { signal, timeout: seconds(60) });
  let begun = false;
  return {
    name: 'spoil-old-data',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: its database`,
        change,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],
    leases: () => Promise.resolve([environmentLease]),
    inject: async (_, progress, signal) => {
      if ((await asked(seen, signal)).trim() !== '0')
        throw new Error(`the old data are so already: ${change}`);
      begun = true;
      await progress.halfway();
      await asked(sql, signal);
    },
    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `the old data on ${instance} were not touched` };
      const found = (await asked(seen, signal)).trim();
      return {
        result: found === '1' ? 'installed' : 'skipped',
        observed: `${change}: the server says ${found === '1' ? 'so' : 'otherwise'}`,
      };
    },
  };
}
