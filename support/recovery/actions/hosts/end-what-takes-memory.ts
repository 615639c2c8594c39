import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Memory in KiB of all processes of each systemd unit, what they share counted once (PSS), the largest first. */
const usage = `grep -H -s '^Pss:' /proc/[0-9]*/smaps_rollup | while read -r name size unit; do
  process=\${name%/smaps_rollup:Pss:}
  service=$(sed -n 's#.*/\\([^/]*\\.\\(service\\|scope\\)\\)$#\\1#p' "$process/cgroup" 2>/dev/null | tail -n 1)
  echo "\${service:-none} $size"
done | awk '{ sum[$1] += $2; count[$1]++ } END { for (unit in sum) print sum[unit], unit, count[unit] }' | sort -rn`;

/** Less than that is no reason for the kernel to end anything. */
const MEBIBYTES = 512;

/**
 * Ends the unit that takes most memory, where that is not what the instance is for. Says what each unit takes, and keeps
 * it with the incident.
 */
export const endWhatTakesMemory = action({
  name: 'end-what-takes-memory',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, 'systemd-cgtop --order=memory --iterations=1  # UNIT is the largest'),
    onInstance(target, 'systemctl kill --kill-whom=all --signal=SIGKILL UNIT'),
  ],
  async run(_, { environment, target, host, keep }, signal) {
    const { unit: own } = roleSoftware[instanceNamed(environment, target).role];
    const table = await asRoot(host(target), usage, { signal });
    keep(`memory-${target}`, table);
    const [size = '0', unit = '', count = '0'] = table.split('\n')[0]?.split(' ') ?? [];
    const taken = Math.round(Number(size) / 1024);
    const observed = `${unit} on ${target} takes ${String(taken)} MiB by ${count} processes`;
    if (taken < MEBIBYTES || unit === own || !unit.endsWith('.service'))
      throw new Error(`${observed}: memory is not taken by what does not belong here`);
    await asRoot(
      host(target),
      `systemctl kill --kill-whom=all --signal=SIGKILL ${quote(unit)} && systemctl stop ${quote(unit)}`,
      { signal },
    );
    return `${observed}, and was ended`;
  },
});
