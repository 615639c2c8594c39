import { instanceNamed } from '../../../environment/environment';
import { roleSoftware } from '../../../environment/role-software';
import { asRoot, tryAsRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { dataVolumeCommand, onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/**
 * Removes lock files that a process left which did not end by its shutdown. Before that it makes sure that nobody can
 * hold the lock: the unit is not running here, and the data volume is attached to this instance and no other.
 */
export const removeStaleFiles = action({
  name: 'remove-stale-files',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const { unit, staleFiles } = roleSoftware[instanceNamed(environment, target).role];
    if (staleFiles.length === 0) return [`# ${target} leaves no lock file`];
    return [
      dataVolumeCommand(environment, target),
      `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].Attachments'`,
      onInstance(target, `systemctl is-active ${unit}`),
      ...staleFiles.map((file) => onInstance(target, `rm --force --verbose ${file}`)),
    ];
  },
  async run(_, { environment, target, host, cloud, dataVolume }, signal) {
    const { unit, staleFiles } = roleSoftware[instanceNamed(environment, target).role];
    if (staleFiles.length === 0) return `${target} leaves no lock file: nothing to remove`;
    const shell = host(target);
    const { ActiveState: state } = await unitState(shell, unit, { signal });
    if (state === 'active' || state === 'activating') {
      throw new Error(`${unit} on ${target} is ${state}: its lock file is not stale`);
    }
    const volume = await dataVolume(target, signal);
    const holder = volume.attachment?.instanceId;
    const instances = await cloud.instances.find({ Name: target }, signal);
    const serving = instances.filter((found) => found.state === 'running' || found.state === 'pending');
    if (serving.length !== 1 || serving[0]?.id !== holder) {
      const found = serving.map(({ id }) => id).join(', ') || 'none';
      throw new Error(
        `${volume.id} is attached to ${holder ?? 'nothing'}, and ${target} is ${found}: the lock may be held`,
      );
    }
    const removed: string[] = [];
    for (const file of staleFiles) {
      const there = (await tryAsRoot(shell, `test -e ${quote(file)}`, { signal })).code === 0;
      if (!there) continue;
      await asRoot(shell, `rm ${quote(file)}`, { signal });
      removed.push(file);
    }
    const alone = `${volume.id} is attached to ${holder} only, ${unit} is ${state ?? 'unknown'}`;
    return removed.length === 0
      ? `no lock file was left; ${alone}`
      : `removed ${removed.join(', ')}; ${alone}`;
  },
});
