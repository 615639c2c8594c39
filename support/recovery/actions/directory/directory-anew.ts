/** Where slapd keeps the directory, on a host of role `ldap`. */
export const DIRECTORY = '/srv/ldap/data';

/** Shell: what was cut short between two renames is put right. */
export const wholeDirectory = `[ -d ${DIRECTORY} ] || mv ${DIRECTORY}.old ${DIRECTORY}`;

/**
 * Shell that makes the directory of `merged.ldif` in the folder, beside the one in use, and puts it in its place: cut short at
 * any moment, there is a whole one. Source: slapadd(8).
 */
export const putDirectoryInPlace = (folder: string): string =>
  `rm -rf ${DIRECTORY}.new ${DIRECTORY}.old
install -d -m 0700 -o openldap -g openldap ${DIRECTORY}.new
sed -e "s|^directory .*|directory ${DIRECTORY}.new|" /etc/ldap/slapd.conf > ${folder}/slapd.conf
slapadd -q -f ${folder}/slapd.conf -l ${folder}/merged.ldif
chown -R openldap:openldap ${DIRECTORY}.new
sync -f ${DIRECTORY}.new
systemctl stop slapd.service
mv ${DIRECTORY} ${DIRECTORY}.old
mv ${DIRECTORY}.new ${DIRECTORY}
systemctl start slapd.service
rm -rf ${DIRECTORY}.old ${folder}/current.ldif ${folder}/merged.ldif ${folder}/slapd.conf`;
