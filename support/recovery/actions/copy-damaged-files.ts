import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { minutes } from '../../drill/time';
import { instanceNamed } from '../../environment/environment';
import { asRoot } from '../../faults/as-root';
import { quote } from '../../hosts/shell';
import { action } from './action';
import { onInstance } from './commands';
import { contentStoreBelow } from './content-store';

const script = readFileSync(join(__dirname, 'copy-damaged-files.py'), 'utf8');
const answer = z.object({
  restored: z.array(z.string()),
  missing: z.array(z.string()),
  differs: z.array(z.string()),
});

/** Copies the damaged files, and only these, from the restored volume; each must have the bytes that the ledger says. */
export const copyDamagedFiles = action({
  name: 'copy-damaged-files',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => {
    const mounted = instanceNamed(environment, target).volume.mount;
    const store = contentStoreBelow(mounted);
    const restored = store.replace(mounted, mount);
    return [
      '# for each damaged FILE that the scrub named:',
      onInstance(target, `sha256sum ${restored}/FILE`),
      onInstance(target, `cp --preserve=all ${restored}/FILE ${store}/FILE.restoring`),
      onInstance(target, `sync ${store}/FILE.restoring`),
      onInstance(target, `mv ${store}/FILE.restoring ${store}/FILE`),
    ];
  },
  async run({ mount }, { environment, target, host, facts }, signal) {
    const files = facts.damagedFiles ?? [];
    if (files.length === 0) throw new Error('no earlier step has listed damaged files');
    const mounted = instanceNamed(environment, target).volume.mount;
    const store = contentStoreBelow(mounted);
    const order = { from: store.replace(mounted, mount), to: store, files };
    const command = `python3 - ${quote(JSON.stringify(order))}`;
    const said = await asRoot(host(target), command, { signal, input: script, timeout: minutes(5) });
    const { restored, missing, differs } = answer.parse(JSON.parse(said));
    const observed = `restored ${String(restored.length)} of ${String(files.length)} files: ${restored.join(', ')}`;
    const problems = [
      ...missing.map((path) => `${path} is not in the snapshot`),
      ...differs.map((path) => `${path} has other bytes in the snapshot than were stored`),
    ];
    if (problems.length > 0) throw new Error(`${observed}; ${problems.join('; ')}`);
    return observed;
  },
});
