import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { distinguishedName } from '../../../faults/directory/distinguished-name';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';
import { CONFIGURATION, SUFFIX, withFolder } from './slapd-configuration';

/** The branch with all that is below it. slapcat's own -s crashes in Debian's 2.5.13. */
const below = (dn: string): string => `-a '(entryDN:dnSubtreeMatch:=${dn})'`;

/**
 * Adds a branch of the directory from the restored volume to the live one, with all operational attributes, while slapd is
 * down for it. What else was changed since the snapshot stays. Source: slapcat(8), slapadd(8).
 */
export const copyBranchBack = action({
  name: 'copy-branch-back',
  parameters: z.strictObject({
    mount: z.string().startsWith('/'),
    dn: distinguishedName,
  }),
  commands: ({ mount, dn }, { target }) => [
    onInstance(target, `sh -c "${withFolder(`${mount}/data`)} > /run/restore.conf"`),
    onInstance(target, `slapcat -f /run/restore.conf -b ${SUFFIX} ${below(dn)} -l /run/branch.ldif`),
    onInstance(target, 'systemctl stop slapd.service'),
    onInstance(target, `slapadd -f ${CONFIGURATION} -b ${SUFFIX} -l /run/branch.ldif`),
    onInstance(target, 'chown -R openldap:openldap /srv/ldap/data'),
    onInstance(target, 'systemctl start slapd.service'),
  ],
  async run({ mount, dn }, { environment, target, host }, signal) {
    const { unit, user, folder } = roleSoftware[instanceNamed(environment, target).role];
    const script = `set -eu
umask 077
${withFolder(`${mount}/data`)} > /run/firedrill-restore.conf
trap 'rm -f /run/firedrill-restore.conf /run/firedrill-branch.ldif' EXIT
suffix=${SUFFIX}
slapcat -f /run/firedrill-restore.conf -b "$suffix" ${below(dn)} -l /run/firedrill-branch.ldif
entries=$(grep -c '^dn:' /run/firedrill-branch.ldif) || { echo 'the snapshot has no ${dn}' >&2; exit 1; }
systemctl stop ${unit}
slapadd -f ${CONFIGURATION} -b "$suffix" -l /run/firedrill-branch.ldif
chown -R ${user}:${user} ${folder}
systemctl start ${unit}
echo "$entries"`;
    const entries = await asRoot(host(target), script, { signal, timeout: seconds(60) });
    return `${dn} on ${target} has its ${entries.trim().split('\n').at(-1) ?? '?'} entries again`;
  },
});
