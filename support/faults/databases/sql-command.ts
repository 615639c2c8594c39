import { quote } from '../../hosts/shell';

/** A shell command for root on a database's host: one statement; a row is a line, with tabs between its columns. */
export const sqlCommand = (statement: string): string =>
  `mariadb --batch --skip-column-names --execute=${quote(statement)}`;
