import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { distinguishedName } from '../../../faults/directory/distinguished-name';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';
import { CONFIGURATION, SUFFIX, withFolder } from './slapd-configuration';

/** All but the branch. Source: slapcat(8). */
const others = (dn: string): string => `-a '(!(entryDN:dnSubtreeMatch:=${dn}))'`;

/**
 * Makes the directory's database anew without a branch: slapd cannot delete anything in a map that is full, for it writes
 * pages anew before it gives the old ones back. It is made beside the one in use, which serves again where this fails, and
 * stays beside the new one, as `before`. Fails where the branch takes less than half of the directory: then something else
 * fills it.
 */
export const removeBranch = action({
  name: 'remove-branch',
  parameters: z.strictObject({ dn: distinguishedName }),
  commands: ({ dn }, { environment, target }) => {
    const { folder, user, unit } = roleSoftware[instanceNamed(environment, target).role];
    return [
      onInstance(target, `systemctl stop ${unit}`),
      onInstance(target, `slapcat -f ${CONFIGURATION} -b ${SUFFIX} ${others(dn)} -l /run/others.ldif`),
      onInstance(target, `sh -c "mkdir ${folder}/anew && ${withFolder(`${folder}/anew`)} > /run/anew.conf"`),
      onInstance(target, `slapadd -q -f /run/anew.conf -b ${SUFFIX} -l /run/others.ldif`),
      onInstance(
        target,
        `sh -c "mkdir ${folder}/before && mv ${folder}/*.mdb ${folder}/before && mv ${folder}/anew/*.mdb ${folder}"`,
      ),
      onInstance(target, `chown -R ${user}:${user} ${folder}`),
      onInstance(target, `systemctl start ${unit}`),
    ];
  },
  async run({ dn }, { environment, target, host }, signal) {
    const { unit, user, folder } = roleSoftware[instanceNamed(environment, target).role];
    const script = `set -eu
umask 077
others=/run/firedrill-others.ldif
anew=/run/firedrill-anew.conf
trap 'rm -rf "$others" "$anew" ${folder}/anew; systemctl start ${unit}' EXIT
suffix=${SUFFIX}
[ ! -e ${folder}/before ] || { echo '${folder}/before is there already' >&2; exit 1; }
systemctl stop ${unit}
all=$(slapcat -f ${CONFIGURATION} -b "$suffix" | wc -c)
slapcat -f ${CONFIGURATION} -b "$suffix" ${others(dn)} -l "$others"
rest=$(wc -c < "$others")
[ $((2 * rest)) -le "$all" ] || { echo "all but ${dn} take $rest of $all bytes: something else fills the directory" >&2; exit 1; }
mkdir ${folder}/anew
${withFolder(`${folder}/anew`)} > "$anew"
slapadd -q -f "$anew" -b "$suffix" -l "$others"
sync -f ${folder}
mkdir ${folder}/before
mv ${folder}/*.mdb ${folder}/before
mv ${folder}/anew/*.mdb ${folder}
chown -R ${user}:${user} ${folder}
echo "$all $rest $(grep -c '^dn:' "$others")"`;
    const said = await asRoot(host(target), script, { signal, timeout: minutes(3) });
    const [all = '?', rest = '?', entries = '?'] = said.trim().split('\n').at(-1)?.split(' ') ?? [];
    return `${dn} took all but ${rest} of ${all} bytes of the directory on ${target}, which has ${entries} entries without it; what it was lies in ${folder}/before`;
  },
});
