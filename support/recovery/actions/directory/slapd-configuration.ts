/** What slapd is started with, on a host of role `ldap`. */
export const CONFIGURATION = '/etc/ldap/slapd.conf';

/** Shell that prints the suffix of the directory's database: `dc=firedrill,dc=test`. */
export const SUFFIX = `$(sed -n 's/^suffix //p' ${CONFIGURATION} | tr -d '"')`;

/** Shell that prints the configuration with the database in another folder, for slapcat and slapadd. */
export const withFolder = (folder: string): string =>
  `sed 's|^directory .*|directory ${folder}|' ${CONFIGURATION}`;
