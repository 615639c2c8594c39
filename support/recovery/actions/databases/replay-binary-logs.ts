import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { secondServer, type SecondServer } from './second-server';
import { identifier } from '../../../faults/databases/sql-identifier';

/**
 * With a table: up to the moment before that table was dropped, or before most of its rows were deleted. Without: up to the
 * end.
 */
const parameters = z.union([
  z.strictObject({
    mount: z.string().startsWith('/'),
    database: identifier,
    table: identifier,
    before: z.enum(['drop', 'delete']).default('drop'),
  }),
  z.strictObject({ mount: z.string().startsWith('/') }),
]);
type Parameters = z.infer<typeof parameters>;

/** Of the log `$log`: where the transaction begins that deletes most rows of the table, and how many these are. */
const largestDelete = (original: string, database: string, table: string): string =>
  `mariadb-binlog --base64-output=decode-rows --verbose ${original}/$log | awk '
    /^# at / { at = $3 }
    /[[:space:]]GTID / { begin = at }
    # A dot for each quote around the names.
    tolower($0) ~ /^### delete from .${database.toLowerCase()}.[.].${table.toLowerCase()}.$/ { rows[begin]++ }
    END { for (each in rows) if (rows[each] > most) { most = rows[each]; found = each } if (most) print most, found }'`;

const beforeDelete = (original: string, database: string, table: string): string => `found=
most=0
for log in $logs; do
  largest=$(${largestDelete(original, database, table)})
  [ -n "$largest" ] || continue
  [ "\${largest% *}" -le "$most" ] || { most=\${largest% *}; found="$log \${largest#* }"; }
done
[ -n "$found" ] || { echo 'no binary log deletes rows of ${database}.${table}' >&2; exit 1; }`;

/** Where the replay ends, `file position`: before the last DROP TABLE of that table, or where the last log ends. */
const findEnd = ({ original }: SecondServer, given: Parameters): string =>
  'table' in given && given.before === 'delete'
    ? beforeDelete(original, given.database, given.table)
    : 'table' in given
      ? `found=
for log in $logs; do
  # Text names the position of each event in front of it. Not --database: that goes by what the session had in use.
  position=$(mariadb-binlog ${original}/$log | awk '
    /^# at / { at = $3 }
    tolower($0) ~ /^drop table .*\`${given.table.toLowerCase()}\`/ { found = at }
    END { print found }')
  [ -z "$position" ] || found="$log $position"
done
[ -n "$found" ] || { echo 'no binary log drops ${given.database}.${given.table}' >&2; exit 1; }`
      : `last=$(echo $logs | sed 's/.* //')
found="$last $(stat -c %s ${original}/$last)"`;

const replay = (server: SecondServer, given: Parameters): string => `set -eu
read -r first begin < ${given.mount}/replay-from
logs=
for log in $(sed 's|.*/||' ${server.original}/binlog.index); do
  [ "$log" \\< "$first" ] || logs="$logs $log"
done
${findEnd(server, given)}
read -r last end <<END
$found
END
played=
for log in $logs; do
  [ "$log" \\> "$last" ] || played="$played ${server.original}/$log"
done
mariadb-binlog --start-position="$begin" --stop-position="$end" $played > ${given.mount}/replay.sql
mariadb --socket=${server.socket} --binary-mode < ${given.mount}/replay.sql
echo "$last $end $(grep -c '^COMMIT' ${given.mount}/replay.sql)"
rm ${given.mount}/replay.sql`;

/**
 * Plays the first server's binary logs to the second, from where the snapshot's end: point-in-time recovery. Source:
 * MariaDB's "Point-in-Time Recovery" (mariadb-binlog's start and stop position).
 */
export const replayBinaryLogs = action({
  name: 'replay-binary-logs',
  parameters,
  commands: (given, { environment, target }) => {
    const { original, socket } = secondServer(environment, target, given.mount);
    const end =
      'table' in given && given.before === 'delete'
        ? `mariadb-binlog --base64-output=decode-rows --verbose ${original}/LOG  # LAST and END: "# at" of the GTID before DELETE FROM`
        : 'table' in given
          ? `mariadb-binlog ${original}/LOG  # LAST and END: "# at" before DROP TABLE`
          : `ls -l ${original}/  # LAST is the last binary log, and END its size`;
    return [
      onInstance(target, `cat ${given.mount}/replay-from  # FIRST and BEGIN`),
      onInstance(target, end),
      onInstance(
        target,
        `sh -c "mariadb-binlog --start-position=BEGIN --stop-position=END ${original}/FIRST … ${original}/LAST | mariadb --socket=${socket} --binary-mode"`,
      ),
    ];
  },
  async run(given, { environment, target, host }, signal) {
    const server = secondServer(environment, target, given.mount);
    const said = await asRoot(host(target), replay(server, given), {
      signal,
      timeout: seconds(280),
    });
    const [log = '?', position = '?', commits = '?'] = said.trim().split(' ');
    const before =
      'table' in given
        ? `, before ${given.before === 'delete' ? 'rows of ' : ''}${given.database}.${given.table} ${given.before === 'delete' ? 'were deleted' : 'was dropped'}`
        : '';
    return `${commits} transactions were played, up to ${log} ${position}${before}`;
  },
});
