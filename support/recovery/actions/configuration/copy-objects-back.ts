import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { fsckCommand, repositoryAt } from './configuration-repository';

/**
 * Puts back the objects of the configuration repository that are not what the restored volume has under the same name. A name
 * is the hash of the content, so one of two that differ is damaged; and the restored repository is read whole before
 * anything is taken from it. Objects that were made since stay.
 */
export const copyObjectsBack = action({
  name: 'copy-objects-back',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => {
    const to = `${repositoryAt(instanceNamed(environment, target).volume.mount)}/objects`;
    return [
      onInstance(target, fsckCommand(mount)),
      onInstance(
        target,
        `sh -c 'cd ${repositoryAt(mount)}/objects; find . -type f | while read -r object; do cmp -s "$object" "${to}/$object" || cp --preserve=all --remove-destination "$object" "${to}/$object"; done'`,
      ),
    ];
  },
  async run({ mount }, { environment, target, host }, signal) {
    const to = instanceNamed(environment, target).volume.mount;
    const said = await asRoot(host(target), copyScript(mount, to), { signal, timeout: minutes(5) });
    const names = said.split('\n').filter(Boolean);
    if (names.length === 0)
      throw new Error('every object is as the restored volume has it: nothing was put back');
    return `put back ${String(names.length)} objects: ${names.join(', ')}`;
  },
});

/** Each is written beside, synced and renamed. Prints the names of those that were put back. */
export const copyScript = (restored: string, mount: string): string => `set -eu
${fsckCommand(restored)} >&2
to=${quote(`${repositoryAt(mount)}/objects`)}
cd ${quote(`${repositoryAt(restored)}/objects`)}
find . -type f | sed 's|^./||' | while read -r object; do
  ! cmp -s "$object" "$to/$object" || continue
  [ -d "$(dirname "$to/$object")" ] || install -d -m 0755 -o configuration -g configuration "$(dirname "$to/$object")"
  cp --preserve=mode,ownership,timestamps "$object" "$to/$object.restored"
  sync "$to/$object.restored"
  mv -f "$to/$object.restored" "$to/$object"
  echo "$object"
done`;
